using System.IO.Compression;
using Giqa.Features;
using Giqa.Images;
using Giqa.Numerics;

namespace Giqa.Benchmarks.Simulation;

/// <summary>Fashion-MNIST in its ten classes, as a generator's images and as those of worse ones; features of the default network, projected at random.</summary>
internal sealed class GateSets
{
    private const string Folder = "/usr/share/datasets/fashion-mnist";
    private const int Bag = 8;
    private const int Pool = 5200;
    private const int Changed = 2000;
    private const int Projected = 32;

    private readonly Dictionary<string, FeatureMatrix> _features = new(StringComparer.Ordinal);
    private readonly byte[] _labels = Labels();

    /// <summary>What the second generator does otherwise: JPEG at a quality, blur of a standard deviation, noise in place of images, one class blurred.</summary>
    internal static IReadOnlyList<string> Changes { get; } = ["jpeg 95", "jpeg 75", "jpeg 50", "jpeg 30", "blur .3", "blur .6", "2 % noise", "5 % noise", "bags blurred"];

    /// <summary>Opens the sets; features are made once and kept in a folder.</summary>
    internal GateSets(string work)
    {
        using var extractor = new FeatureExtractor(new BackboneStore().Open(), new ExtractorOptions { Threads = 1 });
        foreach (var (name, range) in (IEnumerable<(string, string)>)[("pool", $"0..{Pool}"), .. Changes.Where(change => change[0] is 'j' or 'b' && change != "bags blurred").Append("noise").Append("blur 1").Select(change => (change, $"6000..{6000 + Changed}"))])
        {
            var file = Path.Combine(work, $"{name.Replace(' ', '-')}.safetensors");
            if (!File.Exists(file))
            {
                using var source = new Degraded(ImageInput.Open($"{Folder}/train-images-idx3-ubyte.gz:{range}", new DecodeOptions()), name);
                FeatureSet.ExtractAsync(extractor, source).GetAwaiter().GetResult().Save(file);
            }

            _features[name] = Project(FeatureSet.Load(file).Matrix);
        }
    }

    /// <summary>The reals, the baseline and the candidate, drawn anew.</summary>
    /// <param name="change">One of <see cref="Changes"/>, or null for an equal generator.</param>
    /// <param name="size">Of the generated sets; there are as many reals, at most 1,000.</param>
    /// <param name="seed">Of the draw.</param>
    internal (FeatureSet Real, FeatureSet Baseline, FeatureSet Candidate) Draw(string? change, int size, ulong seed)
    {
        var random = new SeededRandom(seed);
        var reals = Math.Min(size, 1000);
        var order = random.Choose(Pool, reals + size + size);
        var second = change is null ? [.. order[(reals + size)..].Select(row => ("pool", row))] : Worse(change, random.Choose(Changed, size), random);
        return (SetOf([.. order[..reals].Select(row => ("pool", row))]), SetOf([.. order[reals..(reals + size)].Select(row => ("pool", row))]), SetOf(second));
    }

    private (string Source, int Row)[] Worse(string change, int[] rows, SeededRandom random)
    {
        var clean = random.Choose(Pool, rows.Length);
        int[] bags = [.. random.Choose(Changed, Changed).Where(row => _labels[6000 + row] == Bag)];
        return change switch
        {
            "2 % noise" or "5 % noise" => [.. clean.Select((row, i) => i < rows.Length * (change[0] - '0') / 100 ? ("noise", rows[i]) : ("pool", row))],
            "bags blurred" => [.. clean.Select((row, i) => _labels[row] == Bag ? ("blur 1", bags[i % bags.Length]) : ("pool", row))],
            _ => [.. rows.Select(row => (change, row))],
        };
    }

    private FeatureSet SetOf((string Source, int Row)[] images)
    {
        var values = new float[images.Length * Projected];
        for (var i = 0; i < images.Length; i++)
        {
            _features[images[i].Source].Row(images[i].Row).CopyTo(values.AsSpan(i * Projected));
        }

        return new FeatureSet(
            new FeatureMatrix(images.Length, Projected, values),
            [.. images.Select((image, i) => new FeatureItem($"{_labels[image.Source == "pool" ? image.Row : 6000 + image.Row]}/{i}"))],
            null,
            null);
    }

    private static byte[] Labels()
    {
        using var stream = new GZipStream(File.OpenRead($"{Folder}/train-labels-idx1-ubyte.gz"), CompressionMode.Decompress);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray()[8..];
    }

    /// <summary>Random directions keep distances, and make the simulation affordable.</summary>
    private static FeatureMatrix Project(FeatureMatrix features)
    {
        var random = new SeededRandom(5);
        var directions = new float[Projected * features.Columns];
        for (var i = 0; i < directions.Length; i++)
        {
            directions[i] = (float)(random.NextGaussian() / Math.Sqrt(Projected));
        }

        var values = new float[features.Rows * Projected];
        for (var row = 0; row < features.Rows; row++)
        {
            for (var i = 0; i < Projected; i++)
            {
                values[(row * Projected) + i] = System.Numerics.Tensors.TensorPrimitives.Dot(features.Row(row), directions.AsSpan(i * features.Columns, features.Columns));
            }
        }

        return new FeatureMatrix(features.Rows, Projected, values);
    }

    /// <summary>Images after a change.</summary>
    private sealed class Degraded(IImageSource source, string change) : IImageSource
    {
        public int Count => source.Count;

        public string GetName(int index) => source.GetName(index);

        public string? GetPath(int index) => null;

        public ImageContent Read(int index)
        {
            if (change == "pool")
            {
                return source.Read(index);
            }

            var image = source.Read(index).Decode(new DecodeOptions());
            var words = change.Split(' ');
            return words[0] switch
            {
                "jpeg" => ImageContent.FromFile(ImageEncoder.EncodeJpeg(image, int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture))),
                "blur" => ImageContent.FromPixels(Blurred(image, double.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture)), image.Width, image.Height, 3),
                _ => ImageContent.FromPixels(Noise((ulong)index, image.Pixels.Length), image.Width, image.Height, 3),
            };
        }

        public void Dispose() => source.Dispose();

        private static byte[] Noise(ulong seed, int length)
        {
            var random = new SeededRandom(seed);
            return [.. Enumerable.Range(0, length).Select(_ => (byte)random.NextInt(256))];
        }

        /// <summary>By a Gaussian of that deviation in pixels, rows and then columns.</summary>
        private static byte[] Blurred(RgbImage image, double deviation)
        {
            double[] weights = [.. Enumerable.Range(-3, 7).Select(step => Math.Exp(-step * step / (2 * deviation * deviation)))];
            double[] pixels = Array.ConvertAll(image.Pixels, pixel => (double)pixel);
            foreach (var (stride, length) in new[] { (3, image.Width), (3 * image.Width, image.Height) })
            {
                var before = (double[])pixels.Clone();
                for (var i = 0; i < pixels.Length; i++)
                {
                    var place = i / stride % length;
                    var (sum, weight) = (0.0, 0.0);
                    for (var step = Math.Max(-3, -place); step <= Math.Min(3, length - 1 - place); step++)
                    {
                        sum += weights[step + 3] * before[i + (step * stride)];
                        weight += weights[step + 3];
                    }

                    pixels[i] = sum / weight;
                }
            }

            return Array.ConvertAll(pixels, pixel => (byte)Math.Round(pixel));
        }
    }
}
