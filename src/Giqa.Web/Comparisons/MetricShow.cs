using System.Globalization;
using Giqa.Metrics;

namespace Giqa.Web.Comparisons;

/// <summary>How the page shows a metric.</summary>
internal sealed record MetricShow(ComparisonMetric Metric)
{
    /// <summary>All metrics, those of one aspect together.</summary>
    internal static IReadOnlyList<MetricShow> All { get; } = [.. ComparisonMetric.All.OrderBy(metric => metric.Aspect).Select(metric => new MetricShow(metric))];

    /// <summary>Its name, with its display factor.</summary>
    internal string Name => Metric.Factor == 1 ? Metric.Name : string.Create(CultureInfo.InvariantCulture, $"{Metric.Name} × {Metric.Factor:N0}");

    /// <summary>What it measures, in a few words.</summary>
    internal string Meaning => Metric.Meaning;

    /// <summary>The heading above the metrics of an aspect.</summary>
    internal static string Heading(MetricAspect aspect) => aspect switch
    {
        MetricAspect.Realism => "realism",
        MetricAspect.Diversity => "diversity",
        _ => "both in one",
    };

    /// <summary>Half the width of the interval around a figure: 1.96 standard errors, or the published deviation.</summary>
    internal double? ReachOf(ComparisonResult result) => Metric.SpreadOf(result) is { } spread ? Metric.Factor * spread * (Metric.HasStandardError ? 1.96 : 1) : null;

    /// <summary>The ends of that interval around a figure, within the metric's range: nothing but KID is less than 0, and no share is more than 1.</summary>
    internal (double? Low, double? High) EndsOf(ComparisonResult result)
    {
        var (figure, reach) = (FigureOf(result.Figures), ReachOf(result) ?? 0);
        var (least, most) = Metric.Range;
        return figure is { } value ? (Math.Max(Math.Min(least, value), value - reach), Math.Min(Math.Max(most, value), value + reach)) : (null, null);
    }

    internal double? FigureOf(ComparisonFigures figures) => Metric.Factor * Metric.FigureOf(figures);

    internal string Figure(ComparisonFigures figures) => Text(FigureOf(figures));

    internal string Spread(ComparisonResult result) => Metric.SpreadOf(result) is { } spread ? $"± {Text(Metric.Factor * spread)}" : string.Empty;

    internal string Text(double? value) => value is { } number ? number.ToString($"F{Metric.Digits}", CultureInfo.InvariantCulture).Replace('-', '\u2212') : "\u2013";
}
