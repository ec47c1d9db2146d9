using Giqa.Features;
using Giqa.Images;
using Giqa.Numerics;

namespace Giqa.Benchmarks.Simulation;

/// <summary>Where a simulation's real and generated features come from.</summary>
internal sealed class SimulatedSets
{
    private const int Dimensions = 16;
    private const int Projected = 32;
    private const int Changed = 700;
    private const int NoiseImages = 60;

    private readonly string _folder;
    private Dictionary<string, FeatureMatrix>? _images;

    internal SimulatedSets(string folder) => _folder = folder;

    /// <summary>The real set and two generated ones, drawn anew.</summary>
    /// <param name="kind"><c>modes</c>, <c>skewed</c> or <c>images</c>.</param>
    /// <param name="change">What the second generator does otherwise; null for equal ones.</param>
    /// <param name="counts">Reals, first, second.</param>
    /// <param name="seed">Of the draw.</param>
    internal (FeatureSet Real, FeatureSet First, FeatureSet Second) Draw(string kind, string? change, (int Real, int First, int Second) counts, ulong seed)
    {
        var random = new SeededRandom(seed);
        if (kind != "images")
        {
            return (Made(kind, counts.Real, 0.0, random), Made(kind, counts.First, 0.3, random), Made(kind, counts.Second, change is null ? 0.3 : double.Parse(change, System.Globalization.CultureInfo.InvariantCulture), random));
        }

        var pool = Images["pool"];
        var order = random.Choose(pool.Rows, counts.Real + counts.First + (change is null or "replaced" ? counts.Second : 0));
        var real = pool.SelectRows(order.AsSpan(0, counts.Real));
        var first = pool.SelectRows(order.AsSpan(counts.Real, counts.First));
        if (change is not (null or "replaced"))
        {
            return (SetOf(real), SetOf(first), SetOf(Images[change].SelectRows(random.Choose(Changed, counts.Second))));
        }

        var second = pool.SelectRows(order.AsSpan(counts.Real + counts.First, counts.Second));
        if (change is not null)
        {
            var noise = Images["noise"];
            for (var i = 0; i < Math.Max(1, counts.Second / 20); i++)
            {
                noise.Row(i).CopyTo(second.Values.AsSpan(i * second.Columns));
            }
        }

        return (SetOf(real), SetOf(first), SetOf(second));
    }

    private Dictionary<string, FeatureMatrix> Images => _images ??= ReadImages();

    private static FeatureSet SetOf(FeatureMatrix features) => new(features, [.. Enumerable.Range(0, features.Rows).Select(i => new FeatureItem($"{i}"))], null, null);

    /// <summary>Three modes with covariances of their own, or one with long tails on one side; generators add noise.</summary>
    private static FeatureSet Made(string kind, int count, double noise, SeededRandom random)
    {
        var shape = new SeededRandom(7);
        var centres = new double[3 * Dimensions];
        var widths = new double[3 * Dimensions];
        for (var i = 0; i < centres.Length; i++)
        {
            (centres[i], widths[i]) = (2.0 * shape.NextGaussian(), 0.3 + shape.NextDouble());
        }

        var values = new float[count * Dimensions];
        for (var row = 0; row < count; row++)
        {
            var mode = random.NextInt(3) * Dimensions;
            var common = random.NextGaussian();
            for (var i = 0; i < Dimensions; i++)
            {
                var own = (0.6 * common) + (0.8 * random.NextGaussian());
                var value = kind == "modes" ? centres[mode + i] + (widths[mode + i] * own) : Math.Exp(0.7 * widths[i] * own);
                values[(row * Dimensions) + i] = (float)(value + (noise * random.NextGaussian()));
            }
        }

        return SetOf(new FeatureMatrix(count, Dimensions, values));
    }

    private Dictionary<string, FeatureMatrix> ReadImages()
    {
        const string fashion = "/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz";
        var images = new Dictionary<string, FeatureMatrix>(StringComparer.Ordinal);
        using var extractor = new Opened(new Lazy<FeatureExtractor>(() => new FeatureExtractor(new BackboneStore().Open("mobilenet-mid"), new ExtractorOptions { Threads = 1 })));
        foreach (var (name, input, quality) in ((string, string, int)[])[("pool", $"{fashion}:0..5200", 0), ("75", $"{fashion}:6000..6700", 75), ("50", $"{fashion}:6000..6700", 50), ("30", $"{fashion}:6000..6700", 30), ("noise", $"{fashion}:0..{NoiseImages}", -1)])
        {
            var file = Path.Combine(_folder, $"{name}.safetensors");
            if (!File.Exists(file))
            {
                using var source = new ChangedSource(ImageInput.Open(input, new DecodeOptions()), quality);
                FeatureSet.ExtractAsync(extractor.Value, source).GetAwaiter().GetResult().Save(file);
            }

            images[name] = Project(FeatureSet.Load(file).Matrix);
        }

        return images;
    }

    /// <summary>Random directions keep distances, and make the simulation affordable.</summary>
    private static FeatureMatrix Project(FeatureMatrix features)
    {
        var random = new SeededRandom(5);
        var directions = new double[Projected * features.Columns];
        for (var i = 0; i < directions.Length; i++)
        {
            directions[i] = random.NextGaussian() / Math.Sqrt(Projected);
        }

        var values = new float[features.Rows * Projected];
        for (var row = 0; row < features.Rows; row++)
        {
            for (var i = 0; i < Projected; i++)
            {
                var sum = 0.0;
                var source = features.Row(row);
                for (var j = 0; j < source.Length; j++)
                {
                    sum += source[j] * directions[(i * source.Length) + j];
                }

                values[(row * Projected) + i] = (float)sum;
            }
        }

        return new FeatureMatrix(features.Rows, Projected, values);
    }

    /// <summary>An extractor that is opened when first needed.</summary>
    private sealed class Opened(Lazy<FeatureExtractor> extractor) : IDisposable
    {
        internal FeatureExtractor Value => extractor.Value;

        public void Dispose()
        {
            if (extractor.IsValueCreated)
            {
                extractor.Value.Dispose();
            }
        }
    }

    /// <summary>Images as they are (0), after JPEG at a quality, or noise in their place (-1).</summary>
    private sealed class ChangedSource(IImageSource source, int quality) : IImageSource
    {
        public int Count => source.Count;

        public string GetName(int index) => source.GetName(index);

        public string? GetPath(int index) => null;

        public ImageContent Read(int index)
        {
            if (quality == 0)
            {
                return source.Read(index);
            }

            var image = source.Read(index).Decode(new DecodeOptions());
            if (quality > 0)
            {
                return ImageContent.FromFile(ImageEncoder.EncodeJpeg(image, quality));
            }

            var random = new SeededRandom((ulong)index);
            return ImageContent.FromPixels(Array.ConvertAll(image.Pixels, _ => (byte)random.NextInt(256)), image.Width, image.Height, 3);
        }

        public void Dispose() => source.Dispose();
    }
}
