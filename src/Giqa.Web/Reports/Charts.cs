using System.Text.Json.Nodes;

namespace Giqa.Web.Reports;

/// <summary>The Vega-Lite specifications of the page: templates among the assets, filled with binned data.</summary>
internal static class Charts
{
    private const int QualityBins = 20;
    private const int ScoreBins = 40;
    private const double CutShare = .01;

    internal static Histogram QualityHistogram(QualitySummary summary) => Histogram.Of(summary.Qualities, 0, 1, QualityBins);

    /// <summary>Raw scores of the images and of the held-out reals over one range, each in shares of its own set.</summary>
    internal static (Histogram Images, Histogram? HeldOut) ScoreHistograms(ScoreReport report)
    {
        double[] scores = [.. report.Entries.Where(e => e.IsScored).Select(e => e.Score!.Value)];
        var ranges = new[] { scores, [.. report.HeldOutScores] }.Where(s => s.Length > 0).Select(s => Histogram.RangeOf(s, CutShare)).DefaultIfEmpty((Low: 0, High: 1)).ToArray();
        var (low, high) = (ranges.Min(r => r.Low), ranges.Max(r => r.High));
        var heldOut = report.HeldOutScores.Count == 0 ? null : Histogram.Of(report.HeldOutScores, low, high, ScoreBins);
        return (Histogram.Of(scores, low, high, ScoreBins), heldOut);
    }

    internal static JsonNode QualitySpecification(QualitySummary summary) =>
        ChartTemplate.Fill("quality.vl.json", ("images", Rows(QualityHistogram(summary))), ("reference", [new JsonObject { ["share"] = 1.0 / QualityBins }]));

    internal static JsonNode ScoreSpecification(ScoreReport report)
    {
        var (images, heldOut) = ScoreHistograms(report);
        return ChartTemplate.Fill("score.vl.json", ("images", Rows(images)), ("reals", heldOut is null ? [] : Outline(heldOut)));
    }

    // A step line has one more point than steps.
    private static JsonArray Outline(Histogram histogram) =>
        [.. Rows(histogram).Select(row => row!.DeepClone()), new JsonObject { ["from"] = histogram.High, ["share"] = histogram.Shares[^1] }];

    private static JsonArray Rows(Histogram histogram) => [.. histogram.Shares.Select((share, bin) => new JsonObject
    {
        ["from"] = histogram.From(bin),
        ["to"] = histogram.To(bin),
        ["share"] = share,
    })];
}
