using Giqa.Images;
using Giqa.Images.Snapshots;
using Giqa.Models;
using Giqa.Scores;

namespace Giqa.Web.Reports;

/// <summary>Makes a report from scores, the images that they belong to, and the model that gave them.</summary>
/// <remarks>Safe to call from several threads at once.</remarks>
internal static class ScoreReportBuilder
{
    /// <summary>
    /// Chooses which images to show, makes their thumbnails, finds the real images nearest to the worst ones, and looks for
    /// near-copies of real images. Only thumbnails are kept in memory.
    /// </summary>
    /// <param name="scores">One row per image.</param>
    /// <param name="source">The images in the same order, or null if only their features are available: the page then shows no pictures.</param>
    /// <param name="model">The model that scored them; null if it is not available: the page then shows no real images.</param>
    /// <param name="options">The heading, the features, the real images, and how much to show.</param>
    /// <param name="cancellationToken">Checked per thumbnail and per block of images.</param>
    /// <exception cref="ArgumentException">Scores and images differ in number.</exception>
    public static ScoreReport Build(IReadOnlyList<ImageScore> scores, IImageSource? source, QualityModel? model, ScoreReportOptions options, CancellationToken cancellationToken = default)
    {
        if (source is not null && source.Count != scores.Count)
        {
            throw new ArgumentException($"there are {scores.Count} scores for {source.Count} images", nameof(source));
        }

        var entries = Entries(scores);
        var selection = ReportSelection.Choose(entries, options.GallerySize, options.Seed);
        var findings = model is null ? new NearestFindings() : NearestFindings.Search(model, entries, selection, options, cancellationToken);
        int[] shown =
        [
            .. selection.All
                .Concat(findings.Copies.Take(Components.NearCopies.Shown).Select(copy => copy.Image))
                .Concat((findings.Duplicates ?? []).Take(Components.Duplicates.Shown).SelectMany(group => group.Entries.Take(Components.Duplicates.ShownOfGroup))),
        ];
        var thumbnails = ThumbnailSet.Make(source, shown, options.Decoding, options.ThumbnailSide, cancellationToken);
        var reals = model is null ? null : RealPictures.Read(model.References, findings.Shown, options, cancellationToken);
        var gallery = GalleryBuilder.Make(entries, source, options, cancellationToken);
        return new ScoreReport
        {
            Title = options.Title,
            Entries = entries,
            Selection = selection,
            Thumbnail = thumbnails.Bytes,
            Provenance = [.. options.Facts, .. model is null ? [Provenance.OfReport()] : Provenance.Of(model)],
            Nearest = findings.OfWorst.ToDictionary(found => found.Key, found => (IReadOnlyList<ReportNeighbour>)[.. found.Value.Select(match => reals![match])]),
            NearCopies = findings.CopyDistance is null ? null : [.. findings.Copies.Select(copy => new ReportCopy(copy.Image, reals![copy.Real]))],
            Duplicates = findings.Duplicates,
            Gallery = gallery,
            NearCopyDistance = findings.CopyDistance,
            NearCopyChecks = findings.Checked,
            Maps = MapSet.Make(source, [.. shown, .. gallery?.Entries ?? []], options, cancellationToken),
            TypicalDistance = findings.TypicalDistance,
            HeldOutScores = model?.HeldOutScores ?? [],
            PreferredOver = model?.Preference is { } preference ? PreferenceReport.NameOf(preference.CalibratedOn) : null,
            Warnings = [.. model?.Report.Warnings ?? [], .. options.Warnings],
            TableRows = options.TableRows,
        };
    }

    private static ReportEntry[] Entries(IReadOnlyList<ImageScore> scores)
    {
        var origins = ImageOrigin.Of([.. scores.Select(score => score.Image)]);
        return
        [
            .. scores.Select((score, i) => new ReportEntry(score.Image, score.Score, score.Quality, score.Status, score.Detail, score.IsMemorised)
            {
                Extras = score.Extras,
                Preferred = score.Preferred is { } share ? new PreferredShare(share, score.PreferredLow ?? share, score.PreferredHigh ?? share) : null,
                Set = origins[i].Set,
                Iteration = origins[i].Iteration,
            }),
        ];
    }
}
