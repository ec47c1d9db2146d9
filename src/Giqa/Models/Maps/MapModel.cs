using Giqa.Images;

namespace Giqa.Models;

/// <summary>
/// What maps need to know: weights that tell damaged places of real images from untouched ones, as <c>mobilenet-low</c> sees them, and the
/// scores of real images that they were not learned from. A place is calibrated on the places of those images, and an image's worst place on their worst
/// places.
/// </summary>
/// <remarks>Immutable and safe to share between threads. It does not depend on the model's own backbone and method.</remarks>
public sealed class MapModel
{
    internal MapModel(PatchScorer scorer, Calibration cells, Calibration worst, string fingerprint, int realImages) =>
        (Scorer, Cells, Worst, Fingerprint, RealImages) = (scorer, cells, worst, fingerprint, realImages);

    /// <summary>How many real images it was learned from and calibrated on.</summary>
    public int RealImages { get; }

    internal PatchScorer Scorer { get; }

    internal Calibration Cells { get; }

    internal Calibration Worst { get; }

    /// <summary>Of the backbone that the weights belong to.</summary>
    internal string Fingerprint { get; }

    /// <summary>Learns maps from real images, some of which it damages.</summary>
    /// <param name="reals">The images; those that cannot be read are passed over.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Told how many images were looked at.</param>
    /// <param name="cancellationToken">Checked per image.</param>
    /// <exception cref="GiqaException">Too few images can be read.</exception>
    public static MapModel Fit(IImageSource reals, MapOptions? options = null, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reals);
        using var extractor = PatchExtractor.Open();
        return new MapFit(extractor, reals, options ?? new MapOptions(), progress, cancellationToken).Run();
    }
}
