using Giqa.Images;

namespace Giqa.Web.Reports;

/// <summary>Makes the small thumbnails of all scored images.</summary>
internal static class GalleryBuilder
{
    /// <summary>The gallery, or null when there are no images or none is wanted.</summary>
    internal static ReportGallery? Make(IReadOnlyList<ReportEntry> entries, IImageSource? source, ScoreReportOptions options, CancellationToken cancellationToken)
    {
        if (source is null || options.GalleryBytes == 0)
        {
            return null;
        }

        int[] bestFirst = [.. Ranking.WorstFirst(entries).Reverse()];
        var plan = GalleryPlan.Choose(bestFirst, options.GalleryBytes, (entry, side) => new Thumbnails(source, options.Decoding, side).Make(entry).Bytes?.Length ?? 0);
        var made = ThumbnailSet.Make(source, plan.Entries, options with { ThumbnailSide = plan.Side }, cancellationToken);
        return new ReportGallery { Entries = plan.Entries, Thumbnails = [.. plan.Entries.Select(made.Bytes)], Side = plan.Side };
    }
}
