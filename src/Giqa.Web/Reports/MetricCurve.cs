using System.Globalization;
using System.Text.Json.Nodes;
using Giqa.Metrics;
using Giqa.Web.Comparisons;

namespace Giqa.Web.Reports;

/// <summary>One metric over training iterations, of a comparison whose inputs are snapshots.</summary>
/// <param name="Id">The element that holds the specification.</param>
/// <param name="Caption">The text below the chart.</param>
/// <param name="Description">Its figures in words.</param>
/// <param name="Specification">The Vega-Lite specification with its data.</param>
internal sealed record MetricCurve(string Id, string Caption, string Description, JsonObject Specification)
{
    /// <summary>A curve per metric; none when fewer than two inputs are folders named by an iteration.</summary>
    internal static IReadOnlyList<MetricCurve> Of(ComparisonPage? page)
    {
        if (page is null)
        {
            return [];
        }

        var view = new ComparisonView(page);
        var snapshots = view.Results.Select(result => (Result: result, Origin: OriginOf(result.Input))).Where(item => item.Origin.Iteration is not null).OrderBy(item => item.Origin.Iteration).ToArray();
        return snapshots.Select(item => item.Origin.Iteration).Distinct().Skip(1).Any() ? [.. view.Metrics.Select(show => Draw(show, snapshots))] : [];
    }

    private static MetricCurve Draw(MetricShow show, (ComparisonResult Result, (string Set, long? Iteration) Origin)[] snapshots)
    {
        var points = snapshots.Where(item => show.FigureOf(item.Result.Figures) is not null).ToArray();
        JsonArray rows = [.. points.Select(item => Row(show, item.Result, item.Origin))];
        var specification = ChartTemplate.Fill("metric-curve.vl.json", ("points", rows));
        foreach (var layer in specification["layer"]!.AsArray())
        {
            layer!["encoding"]!["y"]!["title"] = show.Name;
        }

        var words = points.Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Origin.Iteration}: {show.Figure(item.Result.Figures)}"));
        return new MetricCurve($"{show.Metric.Key}-curve", $"{show.Name}, {(show.Metric.HigherIsBetter ? "higher" : "lower")} is better.", $"{show.Name} over iterations. {string.Join(", ", words)}.", specification);
    }

    private static JsonObject Row(MetricShow show, ComparisonResult result, (string Set, long? Iteration) origin)
    {
        var (low, high) = show.EndsOf(result);
        return new JsonObject { ["set"] = origin.Set, ["iteration"] = origin.Iteration, ["value"] = show.FigureOf(result.Figures), ["low"] = low, ["high"] = high };
    }

    private static (string Set, long? Iteration) OriginOf(string input)
    {
        var parts = input.TrimEnd('/').Split('/');
        if (!long.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var iteration))
        {
            return (input, null);
        }

        var run = parts[..^1].Where(part => part != "snapshots").LastOrDefault(string.Empty);
        return (run.Length == 0 ? "all images" : run, iteration);
    }
}
