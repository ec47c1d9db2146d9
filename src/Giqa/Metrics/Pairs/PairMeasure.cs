using Giqa.Features;
using Giqa.Images;
using Giqa.Images.Pairs;
using Giqa.Scores;

namespace Giqa.Metrics.Pairs;

/// <summary>Measures that compare an image with a reference and need no training: what a trained scorer is compared with.</summary>
/// <remarks>Higher is better for all: a distance is given with its sign changed. There is no quality, since nothing is calibrated.</remarks>
public sealed class PairMeasure : IDisposable
{
    private const double IdenticalDecibels = 100;

    private readonly string _name;
    private readonly StyleDistance? _style;

    private PairMeasure(string name, StyleDistance? style) => (_name, _style) = (name, style);

    /// <summary><c>psnr</c>, <c>ssim</c>, <c>ms-ssim</c>, and <c>gram</c>: the style distance on the default built-in backbone, negative.</summary>
    public static IReadOnlyList<string> Names { get; } = ["psnr", "ssim", "ms-ssim", "gram"];

    /// <summary>Makes a measure ready.</summary>
    /// <exception cref="GiqaException">There is none of that name.</exception>
    public static PairMeasure Open(string name) => Names.Contains(name)
        ? new PairMeasure(name, name == "gram" ? new StyleDistance(new BackboneStore().Open(BuiltInBackbones.DefaultName)) : null)
        : throw new GiqaException($"there is no measure '{name}'; there are {string.Join(", ", Names)}");

    /// <summary>Measures every pair. References are brought to the image's size; equal images have a PSNR of 100 dB here, so that means stay finite.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="options">How files are decoded.</param>
    /// <param name="progress">Told how many pairs are done.</param>
    /// <param name="cancellationToken">Checked per pair.</param>
    /// <returns>One row a pair; one that cannot be measured says why.</returns>
    public IReadOnlyList<ImageScore> Score(ReferencePairs pairs, DecodeOptions options, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(options);
        var rows = new ImageScore[pairs.Items.Count];
        var references = new Dictionary<int, (RgbImage? Image, double[]? Gram, string? Fault)>();
        for (var i = 0; i < rows.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows[i] = Score(pairs, i, references, options) with { Reference = pairs.Items[i].Reference.Length > 0 ? pairs.Items[i].Reference : null, Source = pairs.Items[i].Source };
            progress?.Report(i + 1);
        }

        return rows;
    }

    /// <inheritdoc/>
    public void Dispose() => _style?.Dispose();

    private ImageScore Score(ReferencePairs pairs, int pair, Dictionary<int, (RgbImage? Image, double[]? Gram, string? Fault)> references, DecodeOptions options)
    {
        var name = pairs.Items[pair].Image;
        try
        {
            var image = pairs.Images.Read(pairs.ImageOf(pair)).Decode(options);
            var number = pairs.ReferenceOf(pair);
            if (!references.TryGetValue(number, out var reference))
            {
                references[number] = reference = Read(pairs, number, options);
            }

            return reference.Image is null
                ? ImageScore.Skipped(name, ImageFault.NoReference, reference.Fault)
                : new ImageScore { Image = name, Score = Measure(image, reference.Image, reference.Gram), Status = ImageScore.Ok };
        }
        catch (ImageException e)
        {
            return ImageScore.Skipped(name, e.Fault, e.Message);
        }
        catch (GiqaException e) when (e is not NativeLibraryException)
        {
            return ImageScore.Skipped(name, ImageFault.Failed, e.Message);
        }
    }

    private (RgbImage? Image, double[]? Gram, string? Fault) Read(ReferencePairs pairs, int number, DecodeOptions options)
    {
        if (number < 0)
        {
            return (null, null, "no reference is named for it");
        }

        try
        {
            var image = pairs.References.Read(number).Decode(options);
            return (image, _style?.Gram(image), null);
        }
        catch (ImageException e)
        {
            return (null, null, $"its reference {pairs.References.GetName(number)}: {e.Message}");
        }
    }

    private double Measure(RgbImage image, RgbImage reference, double[]? gram)
    {
        if (_style is not null)
        {
            return -StyleDistance.Compare(_style.Gram(image), gram!);
        }

        var fitting = reference.Width == image.Width && reference.Height == image.Height ? reference : Resizer.ResizeToBytes(reference, image.Width, image.Height, ResizeMode.PilBicubic);
        return _name switch
        {
            "psnr" => Math.Min(IdenticalDecibels, FullReference.PeakSignalToNoise(image, fitting)),
            "ssim" => FullReference.StructuralSimilarity(image, fitting),
            _ => FullReference.MultiScaleSimilarity(image, fitting),
        };
    }
}
