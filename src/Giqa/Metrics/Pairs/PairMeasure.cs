using Giqa.Features;
using Giqa.Images;
using Giqa.Images.Pairs;
using Giqa.Metrics.Pairs.Lpips;
using Giqa.Scores;

namespace Giqa.Metrics.Pairs;

/// <summary>Measures that compare an image with a reference and need no training: what a trained scorer is compared with.</summary>
/// <remarks>Higher is better for all: a distance is given with its sign changed. There is no quality, because nothing is calibrated.</remarks>
internal sealed class PairMeasure : IDisposable
{
    private const double IdenticalDecibels = 100;

    private readonly string _name;
    private readonly StyleDistance? _style;
    private readonly LpipsDistance? _lpips;

    private PairMeasure(string name, StyleDistance? style, LpipsDistance? lpips) => (_name, _style, _lpips) = (name, style, lpips);

    /// <summary>
    /// <c>psnr</c>, <c>ssim</c>, <c>ms-ssim</c>; <c>gram</c>, the style distance on <c>mobilenet-mid</c>, negative; and <c>lpips</c>,
    /// negative, which needs weights to be installed.
    /// </summary>
    public static IReadOnlyList<string> Names { get; } = ["psnr", "ssim", "ms-ssim", "gram", LpipsWeights.Name];

    /// <summary>Makes a measure ready.</summary>
    /// <exception cref="GiqaException">There is no measure of that name, or its weights are not installed.</exception>
    public static PairMeasure Open(string name) => Names.Contains(name)
        ? new PairMeasure(name, name == "gram" ? new StyleDistance(new BackboneStore().Open(BuiltInBackbones.MiddleName)) : null, name == LpipsWeights.Name ? LpipsDistance.Open() : null)
        : throw new GiqaException($"there is no measure '{name}'; there are {string.Join(", ", Names)}");

    /// <summary>Measures every pair. References are resized to the image's size; equal images have a PSNR of 100 dB here, so that means stay finite.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="options">How files are decoded.</param>
    /// <param name="progress">Receives the number of pairs done.</param>
    /// <param name="cancellationToken">Checked per pair.</param>
    /// <returns>One row per pair; one that cannot be measured says why.</returns>
    public IReadOnlyList<ImageScore> Score(ReferencePairs pairs, DecodeOptions options, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        var rows = new ImageScore[pairs.Items.Count];
        var every = Enumerable.Range(0, rows.Length).ToArray();
        var images = new KeptValues<Prepared>(number => Prepare(pairs.Images, number, options), every.Select(pairs.ImageOf));
        var references = new KeptValues<Prepared>(number => Prepare(pairs.References, number, options), every.Select(pairs.ReferenceOf));
        foreach (var i in every)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (item, number) = (pairs.Items[i], pairs.ReferenceOf(i));
            rows[i] = Score(item, images.Take(pairs.ImageOf(i)), number < 0 ? null : references.Take(number)) with { Reference = item.Reference.Length > 0 ? item.Reference : null, Source = item.Source };
            progress?.Report(i + 1);
        }

        return rows;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _style?.Dispose();
        _lpips?.Dispose();
    }

    private ImageScore Score(ReferencePair pair, Prepared image, Prepared? reference)
    {
        if (image.Image is null)
        {
            return ImageScore.Skipped(pair.Image, image.Fault, image.Detail);
        }

        if (reference?.Image is null)
        {
            return ImageScore.Skipped(pair.Image, ImageFault.NoReference, reference is null ? "no reference is given for it" : $"its reference {pair.Reference}: {reference.Detail}");
        }

        try
        {
            return new ImageScore { Image = pair.Image, Score = Measure(image, reference), Status = ImageScore.Ok };
        }
        catch (GiqaException e) when (e is not NativeLibraryException)
        {
            return ImageScore.Skipped(pair.Image, ImageFault.Failed, e.Message);
        }
    }

    private Prepared Prepare(IImageSource source, int number, DecodeOptions options)
    {
        try
        {
            var image = source.Read(number).Decode(options);
            return new Prepared(image, _style?.Gram(image), default, null);
        }
        catch (ImageException e)
        {
            return new Prepared(null, null, e.Fault, e.Message);
        }
        catch (GiqaException e) when (e is not NativeLibraryException)
        {
            return new Prepared(null, null, ImageFault.Failed, e.Message);
        }
    }

    private double Measure(Prepared first, Prepared second)
    {
        if (_style is not null)
        {
            return -StyleDistance.Compare(first.Gram!, second.Gram!);
        }

        var (image, reference) = (first.Image!, second.Image!);
        var fitting = reference.Width == image.Width && reference.Height == image.Height ? reference : Resizer.ResizeToBytes(reference, image.Width, image.Height, ResizeMode.PilBicubic);
        return _name switch
        {
            "psnr" => Math.Min(IdenticalDecibels, FullReference.PeakSignalToNoise(image, fitting)),
            LpipsWeights.Name => -_lpips!.Compare(image, fitting),
            "ssim" => FullReference.StructuralSimilarity(image, fitting),
            _ => FullReference.MultiScaleSimilarity(image, fitting),
        };
    }

    /// <summary>An image ready to be measured, or why it cannot be.</summary>
    private sealed record Prepared(RgbImage? Image, double[]? Gram, ImageFault Fault, string? Detail);
}
