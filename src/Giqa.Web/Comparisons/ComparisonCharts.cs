using System.Text.Json.Nodes;
using Giqa.Metrics;

namespace Giqa.Web.Comparisons;

/// <summary>The page's charts.</summary>
internal static class ComparisonCharts
{
    private const double Reals = 0.5;
    private const int RowHeight = 34;

    internal static IReadOnlyList<ComparisonChart> Of(ComparisonView view)
    {
        var charts = new List<ComparisonChart>();
        if (Plane(view) is { } plane)
        {
            charts.Add(plane);
        }

        if (view.Results.Count == 2 && view.Comparison.Tests.Any(test => test.Low is not null))
        {
            charts.Add(Differences(view));
        }

        if (view.Results.Count > 1)
        {
            charts.AddRange(view.Metrics.Select(show => Metric(view, show)));
        }

        return charts;
    }

    /// <summary>QS against DS, or precision against recall where these are all there is.</summary>
    private static ComparisonChart? Plane(ComparisonView view)
    {
        var found = Array.Find([("qs", "ds"), ("precision", "recall")], pair => Find(view, pair.Item1) is not null && Find(view, pair.Item2) is not null);
        if (found.Item1 is null)
        {
            return null;
        }

        var (realism, diversity) = (Find(view, found.Item1)!, Find(view, found.Item2)!);
        var rows = view.Results.Select((result, i) => PlaneRow(view.Names[i], result, realism, diversity)).ToArray();
        var inRightHalf = rows.ToLookup(InRightHalf(rows), row => row.DeepClone());
        JsonArray lines = found.Item1 == "qs" ? [new JsonObject { ["value"] = Reals }] : [];
        var specification = ChartTemplate.Fill(
            "comparison-plane.vl.json",
            ("sets", [.. rows]),
            ("named-left", [.. inRightHalf[true]]),
            ("named-right", [.. inRightHalf[false]]),
            ("reals", lines));
        Title(specification, "x", $"realism: {realism.Name}");
        Title(specification, "y", $"diversity: {diversity.Name}");
        var caption = found.Item1 == "qs" ? "Bars reach 1.96 standard errors. The dashed lines are the reals' own mean quality." : "Bars reach 1.96 standard errors.";
        return new ComparisonChart("plane-chart", ChartKind.Plane, caption, Describe(view, [realism, diversity]), specification);
    }

    /// <summary>Names stand to the left of the dots in the right half, so that none is cut off.</summary>
    private static Func<JsonObject, bool> InRightHalf(JsonObject[] rows)
    {
        static double Place(JsonObject row) => row["x"]?.GetValue<double>() ?? 0;
        var places = rows.Select(Place).Append(Reals).ToArray();
        var middle = (places.Min() + places.Max()) / 2;
        return row => Place(row) > middle;
    }

    private static JsonObject PlaneRow(string name, ComparisonResult result, MetricShow realism, MetricShow diversity)
    {
        var (x, y) = (realism.FigureOf(result.Figures), diversity.FigureOf(result.Figures));
        var ((xLow, xHigh), (yLow, yHigh)) = (realism.EndsOf(result), diversity.EndsOf(result));
        return new JsonObject
        {
            ["set"] = name,
            ["x"] = x,
            ["xLow"] = xLow,
            ["xHigh"] = xHigh,
            ["y"] = y,
            ["yLow"] = yLow,
            ["yHigh"] = yHigh,
        };
    }

    /// <summary>Differences in units of half their interval, turned so that right means: the second set is better.</summary>
    private static ComparisonChart Differences(ComparisonView view)
    {
        PairedTest[] tests = [.. view.Comparison.Tests.Where(test => test.Low is not null && test.High is not null)];
        var rows = tests.Select(test => (JsonNode?)DifferenceRow(test)).ToArray();
        var specification = ChartTemplate.Fill("comparison-differences.vl.json", ("tests", new JsonArray(rows)), ("edges", [Edge(-1), Edge(1)]), ("zero", [Edge(0)]));
        specification["height"] = (rows.Length * RowHeight) + 10;
        Title(specification, "x", $"← {view.Names[0]} better · {view.Names[1]} better →");
        var words = tests.Select(test => $"{ComparisonMetric.Find(test.Metric).Name}: {(test.Low > 0 || test.High < 0 ? "beyond" : "within")} noise");
        return new ComparisonChart(
            "differences-chart",
            ChartKind.Differences,
            "Each difference with its 95 % interval, both divided by half the interval's width so that all metrics fit one chart. Filled dots: the interval leaves out 0, the difference is more than noise.",
            $"Differences between the two sets. {string.Join(", ", words)}. The table of tests has the figures.",
            specification);
    }

    private static JsonObject DifferenceRow(PairedTest test)
    {
        var metric = ComparisonMetric.Find(test.Metric);
        var (low, high) = (test.Low ?? 0, test.High ?? 0);
        var half = Math.Max((high - low) / 2, double.Epsilon);
        var turn = metric.HigherIsBetter ? -1 : 1;
        var ends = new[] { turn * low / half, turn * high / half };
        return new JsonObject
        {
            ["metric"] = metric.Name,
            ["value"] = Finite(turn * test.Difference / half),
            ["low"] = Finite(ends.Min()),
            ["high"] = Finite(ends.Max()),
            ["beyond"] = test.Low > 0 || test.High < 0,
            ["difference"] = test.Difference,
            ["p"] = test.PValue,
        };
    }

    private static ComparisonChart Metric(ComparisonView view, MetricShow show)
    {
        var rows = new JsonArray();
        var extrapolated = new JsonArray();
        foreach (var (result, name) in view.Results.Zip(view.Names))
        {
            if (show.FigureOf(result.Figures) is { } value)
            {
                var (low, high) = show.EndsOf(result);
                rows.Add(new JsonObject { ["set"] = name, ["value"] = value, ["low"] = low, ["high"] = high });
            }

            if (show.Metric.Key == "fid" && result.FidInfinity is { } infinity)
            {
                extrapolated.Add(new JsonObject { ["set"] = name, ["value"] = infinity });
            }
        }

        var specification = ChartTemplate.Fill("comparison-metric.vl.json", ("sets", rows), ("extrapolated", extrapolated));
        specification["height"] = (rows.Count * RowHeight) + 10;
        Title(specification, "x", show.Name);
        var interval = show.Metric.HasStandardError ? "bars reach 1.96 standard errors" : "bars are the published deviation, of single subsets";
        var caption = $"{show.Name}, {(show.Metric.HigherIsBetter ? "higher" : "lower")} is better; {interval}{(extrapolated.Count > 0 ? "; ◇ FID-infinity" : string.Empty)}.";
        return new ComparisonChart($"{show.Metric.Key}-chart", ChartKind.Metric, caption, Describe(view, [show]), specification);
    }

    private static string Describe(ComparisonView view, IReadOnlyList<MetricShow> shows) => string.Join(". ", view.Results.Select((result, i) =>
        $"{view.Names[i]}: {string.Join(", ", shows.Select(show => $"{show.Name} {show.Figure(result.Figures)} {show.Spread(result)}".TrimEnd()))}")) + ".";

    private static MetricShow? Find(ComparisonView view, string key) => view.Metrics.FirstOrDefault(show => show.Metric.Key == key);

    private static JsonObject Edge(double value) => new() { ["value"] = value };

    // Without any noise a difference is infinitely many intervals large.
    private static double Finite(double value) => Math.Clamp(value, -99, 99);

    /// <summary>Names an axis in every layer, since those of layers are joined.</summary>
    private static void Title(JsonObject specification, string channel, string title)
    {
        foreach (var layer in specification["layer"]!.AsArray())
        {
            if (layer!["encoding"]?[channel] is JsonObject encoding)
            {
                encoding["title"] = title;
            }
        }
    }
}

/// <summary>Where on the page a chart stands.</summary>
internal enum ChartKind
{
    /// <summary>Realism against diversity.</summary>
    Plane,

    /// <summary>The sets' differences over their noise.</summary>
    Differences,

    /// <summary>One metric, all sets.</summary>
    Metric,
}

/// <summary>One chart of the page.</summary>
/// <param name="Id">The element that holds its specification.</param>
/// <param name="Kind">Which part of the page it belongs to.</param>
/// <param name="Caption">What stands below it.</param>
/// <param name="Description">Its figures in words, for those who do not see it.</param>
/// <param name="Specification">The Vega-Lite specification with its data.</param>
internal sealed record ComparisonChart(string Id, ChartKind Kind, string Caption, string Description, JsonObject Specification);
