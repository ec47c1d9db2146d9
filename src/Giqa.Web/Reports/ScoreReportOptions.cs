using Giqa.Features;
using Giqa.Images;
using Giqa.Models;

namespace Giqa.Web.Reports;

/// <summary>The contents of a report besides the scores, their images and the model.</summary>
public sealed record ScoreReportOptions
{
    /// <summary>The page's heading: what was scored.</summary>
    public required string Title { get; init; }

    /// <summary>Gives the features of an image by its position among the scores, as the model's backbone made them, or null when there are none.</summary>
    /// <value>Default null: the report shows no real images and does not check for copies. Called from one thread.</value>
    public Func<int, float[]?>? Features { get; init; }

    /// <summary>The real images that the model was fitted on, found by their names.</summary>
    /// <value>Default null: they are opened where they were when the model was fitted, and listed without a picture if they are gone.</value>
    public IImageSource? Reals { get; init; }

    /// <summary>How files become pixels, and within which limits.</summary>
    /// <value>Default: upright, on white.</value>
    public DecodeOptions Decoding { get; init; } = new();

    /// <summary>Further lines for the section on how the numbers were made, such as the command line; they come first.</summary>
    /// <value>Default empty.</value>
    public IReadOnlyList<ReportFact> Facts { get; init; } = [];

    /// <summary>Warnings beyond those of the model's fit.</summary>
    /// <value>Default empty.</value>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The most images in each gallery.</summary>
    /// <value>Default 24, at least 1.</value>
    public int GallerySize { get; init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(GallerySize), value, "must be at least 1"); } = 24;

    /// <summary>How many real images are shown with each of the worst.</summary>
    /// <value>Default 3, at least 1.</value>
    public int NearestReals { get; init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(NearestReals), value, "must be at least 1"); } = 3;

    /// <summary>The most images that are compared with the reals to find copies, the best first; the page says how many were.</summary>
    /// <value>Default 10,000; 0 for no check.</value>
    public int CopyChecks { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(CopyChecks), value, "must not be negative"); } = 10_000;

    /// <summary>The most bytes of the thumbnails in the gallery of all images; encoding makes them a third larger in the file.</summary>
    /// <value>Default 32 MiB; 0 leaves the gallery out.</value>
    public long GalleryBytes { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(GalleryBytes), value, "must not be negative"); } = 32 << 20;

    /// <summary>The longer side of a thumbnail in pixels; smaller images keep their size.</summary>
    /// <value>Default 256, at least 16.</value>
    public int ThumbnailSide { get; init => field = value >= 16 ? value : throw new ArgumentOutOfRangeException(nameof(ThumbnailSide), value, "must be at least 16"); } = 256;

    /// <summary>The most rows that the tables show.</summary>
    /// <value>Default 2,000, at least 2.</value>
    public int TableRows { get; init; } = 2000;

    /// <summary>Makes the maps of where the shown images are bad.</summary>
    /// <value>Default null: the page has no maps. Called from several threads.</value>
    public QualityMapper? Maps { get; init; }

    /// <summary>Determines the random images.</summary>
    /// <value>Default 0.</value>
    public ulong Seed { get; init; }

    /// <summary>The features of a set by the position of the image among all its items, as <see cref="Features"/> expects them.</summary>
    /// <param name="features">The features of the scored images.</param>
    public static Func<int, float[]?> FeaturesOf(FeatureSet features)
    {
        ArgumentNullException.ThrowIfNull(features);
        var rows = new int[features.Items.Count];
        for (int item = 0, row = 0; item < rows.Length; item++)
        {
            rows[item] = features.Items[item].Fault is null ? row++ : -1;
        }

        return item => rows[item] < 0 ? null : features.Matrix.Row(rows[item]).ToArray();
    }
}
