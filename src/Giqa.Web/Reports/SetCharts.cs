using System.Text.Json.Nodes;

namespace Giqa.Web.Reports;

/// <summary>Charts of several sets side by side, and of sets over their training.</summary>
internal static class SetCharts
{
    /// <summary>More lines than this are unreadable.</summary>
    internal const int MostLines = 8;

    private const int QualityBins = 20;
    private const double Reach = 1.96;

    /// <summary>More rows than this are a table, not a chart.</summary>
    internal const int MostRows = 40;

    /// <summary>Histograms of more sets than this cannot be told apart.</summary>
    private const int MostHistograms = 3;

    private const int RowHeight = 24;

    /// <summary>Whether the sets are drawn as ranges, one below another, and not as histograms over each other.</summary>
    internal static bool AreRanges(IReadOnlyList<ReportSet> sets) => sets.Count > MostHistograms;

    /// <summary>The qualities of each set: histograms of few sets, quantiles of many.</summary>
    internal static JsonNode Distributions(IReadOnlyList<ReportSet> sets) => AreRanges(sets) ? Ranges(sets) : Histograms(sets);

    private static JsonObject Ranges(IReadOnlyList<ReportSet> sets)
    {
        JsonArray rows = [.. sets.Where(set => set.Summary.Scored > 0).Take(MostRows).Select(set => new JsonObject
        {
            ["set"] = set.Label,
            ["images"] = set.Summary.Scored,
            ["low"] = set.Summary.Quantile(.05),
            ["lower"] = set.Summary.Quantile(.25),
            ["median"] = set.Summary.Median,
            ["upper"] = set.Summary.Quantile(.75),
            ["high"] = set.Summary.Quantile(.95),
            ["mean"] = set.Summary.Mean,
        })];
        var specification = ChartTemplate.Fill("set-ranges.vl.json", ("sets", rows), ("reference", [new JsonObject { ["quality"] = .5 }]));
        specification["height"] = (rows.Count * RowHeight) + 10;
        return specification;
    }

    private static JsonObject Histograms(IReadOnlyList<ReportSet> sets)
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
