using Giqa.Images;

namespace Giqa.Web.Reports;

/// <summary>Makes the small thumbnails of all scored images.</summary>
internal static class GalleryBuilder
{
    // About what the drawing of one takes in the page.
    private const int BytesOfAMap = 700;

    /// <summary>The gallery, or null when there are no images or none is wanted.</summary>
    internal static ReportGallery? Make(IReadOnlyList<ReportEntry> entries, IImageSource? source, ScoreReportOptions options, CancellationToken cancellationToken)
    {
        if (source is null || options.GalleryBytes == 0)
        {
            return null;
        }

        int[] bestFirst = [.. Ranking.WorstFirst(entries).Reverse()];
        var plan = GalleryPlan.Choose(bestFirst, options.GalleryBytes, Measure);
        var made = ThumbnailSet.Make(source, plan.Entries, options.Decoding, plan.Side, cancellationToken);
        return new ReportGallery { Entries = plan.Entries, Thumbnails = [.. plan.Entries.Select(made.Bytes)], Side = plan.Side };

        int Measure(int entry, int side) => new Thumbnails(source, options.Decoding, side).Make(entry).Bytes is { } bytes ? bytes.Length + (options.Maps is null ? 0 : BytesOfAMap) : 0;
    }
}
