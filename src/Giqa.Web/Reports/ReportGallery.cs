namespace Giqa.Web.Reports;

/// <summary>The gallery of all images: which entries, with their small thumbnails.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record ReportGallery
{
    /// <summary>Positions in <see cref="ScoreReport.Entries"/>, best first.</summary>
    public required IReadOnlyList<int> Entries { get; init; }

    /// <summary>A thumbnail per entry as PNG or JPEG, or null where the image cannot be read.</summary>
    public required IReadOnlyList<byte[]?> Thumbnails { get; init; }

    /// <summary>The longer side of the thumbnails in pixels; smaller images keep their size.</summary>
    public required int Side { get; init; }
}
