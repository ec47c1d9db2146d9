using Giqa.Images;
using Giqa.Scores;
using Giqa.Web.Reports;
using Giqa.Web.Scorers.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Giqa.Web.Scorers;

/// <summary>All that the page about several scorers of the same images shows.</summary>
/// <remarks>Immutable; safe to share between threads if <see cref="Thumbnail"/> is.</remarks>
internal sealed record ScorerReport
{
    /// <summary>How many images are shown at either end, as in the paper's figures.</summary>
    internal const int Ends = 4;

    /// <summary>The page's heading.</summary>
    public required string Title { get; init; }

    /// <summary>Two scorers or more, all of the same images.</summary>
    public required IReadOnlyList<ReportScorer> Scorers { get; init; }

    /// <summary>Gives an image's thumbnail as PNG or JPEG by its position, or null when there is none.</summary>
    /// <value>Called for shown images only, from one thread.</value>
    public required Func<int, byte[]?> Thumbnail { get; init; }

    /// <summary>How the numbers were made.</summary>
    /// <value>Default empty.</value>
    public IReadOnlyList<ReportFact> Facts { get; init; } = [];

    /// <summary>Makes a report of scores, and the thumbnails of the images that it shows.</summary>
    /// <param name="scorers">The scorers' names, each with a row for every image; the images are in one order throughout.</param>
    /// <param name="source">The images in that order, or null if they are not available.</param>
    /// <param name="options">The heading, the facts, how images are decoded.</param>
    /// <param name="cancellationToken">Checked per thumbnail.</param>
    /// <exception cref="ArgumentException">There is one scorer or none, or they differ in the number of rows.</exception>
    public static ScorerReport Make(IReadOnlyList<(string Name, IReadOnlyList<ImageScore> Scores)> scorers, IImageSource? source, ScoreReportOptions options, CancellationToken cancellationToken = default)
    {
        if (scorers.Count < 2 || scorers.Any(scorer => scorer.Scores.Count != scorers[0].Scores.Count) || (source is not null && source.Count != scorers[0].Scores.Count))
        {
            throw new ArgumentException("at least two scorers, each with one row per image, are required", nameof(scorers));
        }

        var report = new ScorerReport
        {
            Title = options.Title,
            Scorers = [.. scorers.Select(scorer => new ReportScorer(scorer.Name, [.. scorer.Scores.Select(score => new ReportEntry(score.Image, score.Score, score.Quality, score.Status, score.Detail, score.IsMemorised) { Set = scorer.Name })]))],
            Thumbnail = _ => null,
            Facts = [.. options.Facts, Provenance.OfReport()],
        };
        var shown = report.Scorers.SelectMany(scorer => scorer.Best(Ends).Concat(scorer.Worst(Ends))).Concat(report.Pairs().SelectMany(pair => pair.FirstHigher.Concat(pair.SecondHigher)));
        return report with { Thumbnail = ThumbnailSet.Make(source, shown, options.Decoding, options.ThumbnailSide, cancellationToken).Bytes };
    }

    /// <summary>Every pair of scorers.</summary>
    internal IEnumerable<ScorerPair> Pairs() =>
        from first in Enumerable.Range(0, Scorers.Count)
        from second in Enumerable.Range(first + 1, Scorers.Count - first - 1)
        select ScorerPair.Of(Scorers[first], Scorers[second]);

    /// <summary>Writes the page in UTF-8 as one HTML file that needs nothing else: it works offline and can be mailed.</summary>
    /// <param name="destination">Where it goes; stays open.</param>
    /// <param name="cancellationToken">Stops before rendering and before writing.</param>
    public Task WriteAsync(Stream destination, CancellationToken cancellationToken = default) =>
        StaticPage.WriteAsync<ScorerDocument>(new ServiceCollection().AddCascadingValue(_ => this), destination, cancellationToken);
}

/// <summary>One scorer's results for the images.</summary>
/// <param name="Name">Its name on the page.</param>
/// <param name="Entries">An entry for each image, in the order of the images.</param>
internal sealed record ReportScorer(string Name, IReadOnlyList<ReportEntry> Entries)
{
    /// <summary>Positions of the images that it finds best, the best first.</summary>
    internal IReadOnlyList<int> Best(int count) => [.. Ranking.WorstFirst(Entries).Reverse().Take(count)];

    /// <summary>Positions of the images that it finds worst, the worst first.</summary>
    internal IReadOnlyList<int> Worst(int count) => [.. Ranking.WorstFirst(Entries).Take(count)];
}
