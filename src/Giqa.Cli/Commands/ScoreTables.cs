using Giqa.Cli.Rendering;
using Giqa.Scores;

namespace Giqa.Cli.Commands;

/// <summary>The outcome of <c>giqa score</c> for people.</summary>
internal static class ScoreTables
{
    private const int FewImages = 20;

    public static void Write(ScoreDocument document, Tables tables)
    {
        var summary = document.Summary;
        var quantiles = summary.QualityQuantiles;
        (string, string)[] pairs =
        [
            ("images", Figures.Count(summary.Count)),
            ("scored", Figures.Count(summary.Scored)),
            .. summary.SkippedByStatus.Select(pair => ($"skipped, {pair.Key}", Figures.Count(pair.Value))),
            .. summary.Memorised > 0 ? [("copies of real images", Figures.Count(summary.Memorised))] : Array.Empty<(string, string)>(),
            .. quantiles.Count == 0 ? Array.Empty<(string, string)>() :
            [
                ("mean quality", $"{Figures.Quality(summary.MeanQuality)} ({(document.Method == "prefer" ? "what it is calibrated on" : "real images")}: 0.5)"),
                .. Spread(summary.Scored, quantiles),
            ],
            .. summary.MeanPreferred is { } preferred ? [("preferred, mean", $"{Figures.Percent(preferred)} of people, over the median of the judged images")] : Array.Empty<(string, string)>(),
            .. document.Out is null ? Array.Empty<(string, string)>() : [("scores", document.Out)],
            .. document.Report is null ? Array.Empty<(string, string)>() : [("report", Path.GetFullPath(document.Report))],
        ];
        tables.WritePairs(pairs);
        WriteRanked("best", document.Best, tables);
        WriteRanked("worst", document.Worst, tables);
    }

    /// <summary>Between which qualities the images lie: all of them, where a twentieth of them is no image.</summary>
    private static (string, string)[] Spread(int scored, IReadOnlyList<double> quantiles) => scored switch
    {
        1 => [],
        < FewImages => [("lowest quality", Figures.Quality(quantiles[0])), ("median quality", Figures.Quality(quantiles[3])), ("highest quality", Figures.Quality(quantiles[6]))],
        _ => [("quality, worst 5 %", Figures.Quality(quantiles[1])), ("quality, median", Figures.Quality(quantiles[3])), ("quality, best 5 %", Figures.Quality(quantiles[5]))],
    };

    private static void WriteRanked(string heading, IReadOnlyList<ImageScore> scores, Tables tables)
    {
        if (scores.Count > 0)
        {
            var hasShares = scores.Any(score => score.Preferred is not null);
            string[] Shares(ImageScore score) => hasShares ? [score.Preferred is { } share ? $"{Figures.Percent(share)} [{Figures.Interval(score.PreferredLow ?? share, score.PreferredHigh ?? share)}]" : string.Empty] : [];
            tables.Write(
                [heading, ">quality", ">score", .. hasShares ? [">preferred"] : Array.Empty<string>()],
                scores.Select(score => (string[])[score.Image, Figures.Quality(score.Quality), Figures.Score(score.Score), .. Shares(score)]));
        }
    }
}
