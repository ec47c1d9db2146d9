using System.Text.Json.Nodes;

namespace Giqa.Web.Reports;

/// <summary>Charts of several sets side by side, and of sets over their training.</summary>
internal static class SetCharts
{
    /// <summary>More lines than this tell nobody anything.</summary>
    internal const int MostLines = 8;

    private const int QualityBins = 20;
    private const double Reach = 1.96;

    /// <summary>The shares of qualities as one line per set.</summary>
    internal static JsonNode Distributions(IReadOnlyList<ReportSet> sets)
    {
        var rows = new JsonArray();
        foreach (var set in Shown(sets))
        {
            var histogram = Histogram.Of(set.Summary.Qualities, 0, 1, QualityBins);
            for (var bin = 0; bin < QualityBins; bin++)
            {
                rows.Add(new JsonObject { ["set"] = set.Label, ["quality"] = (histogram.From(bin) + histogram.To(bin)) / 2, ["share"] = histogram.Shares[bin] });
            }
        }

        return ChartTemplate.Fill("sets.vl.json", ("sets", rows), ("reference", [new JsonObject { ["share"] = 1.0 / QualityBins }]));
    }

    /// <summary>Mean quality over iterations with 1.96 standard errors, one line per set.</summary>
    internal static JsonNode Curves(IReadOnlyList<ReportSet> sets)
    {
        var rows = new JsonArray();
        foreach (var (set, (iteration, summary)) in Shown(sets).SelectMany(set => set.Iterations.Where(point => point.Summary.Scored > 0).Select(point => (set, point))))
        {
            var reach = double.IsNaN(summary.StandardError) ? 0 : Reach * summary.StandardError;
            rows.Add(new JsonObject
            {
                ["set"] = set.Name.Length == 0 ? "all images" : set.Name,
                ["iteration"] = iteration,
                ["quality"] = summary.Mean,
                ["low"] = Math.Max(0, summary.Mean - reach),
                ["high"] = Math.Min(1, summary.Mean + reach),
                ["poor"] = summary.ShareBelow(.1),
                ["images"] = summary.Scored,
            });
        }

        return ChartTemplate.Fill("curves.vl.json", ("points", rows), ("reference", [new JsonObject { ["quality"] = .5 }]));
    }

    private static IEnumerable<ReportSet> Shown(IReadOnlyList<ReportSet> sets) => sets.Where(set => set.Summary.Scored > 0).Take(MostLines);
}
