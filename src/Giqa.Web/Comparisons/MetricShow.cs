using System.Globalization;
using Giqa.Metrics;

namespace Giqa.Web.Comparisons;

/// <summary>How the page shows a metric.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Name">Its name, with what it is multiplied by.</param>
/// <param name="Factor">What figures are multiplied by.</param>
/// <param name="Digits">Digits behind the point.</param>
/// <param name="Meaning">What it says, in a few words.</param>
internal sealed record MetricShow(ComparisonMetric Metric, string Name, double Factor, int Digits, string Meaning)
{
    /// <summary>All metrics, those of one aspect together.</summary>
    internal static IReadOnlyList<MetricShow> All { get; } =
    [
        Of("qs", 1, 3, "mean quality of the generated images under a model of the reals; reals reach .5"),
        Of("precision", 1, 3, "share of generated images that lie where real ones do"),
        Of("density", 1, 3, "how many real balls hold a generated image, over k; may exceed 1"),
        Of("ds", 1, 3, "mean quality of the reals under a model of the generated images; a set as various as the reals reaches .5"),
        Of("recall", 1, 3, "share of real images that lie where generated ones do"),
        Of("coverage", 1, 3, "share of real balls that hold a generated image"),
        Of("fid", 1, 2, "how far the two sets' Gaussians are apart; biased upwards for small sets"),
        Of("kid", 1000, 2, "the same question without the Gaussian, unbiased for small sets"),
        Of("is", 1, 2, "whether a classifier is sure of every image and sees many classes; knows no reals"),
    ];

    /// <summary>What stands over metrics of an aspect.</summary>
    internal static string Heading(MetricAspect aspect) => aspect switch
    {
        MetricAspect.Realism => "realism",
        MetricAspect.Diversity => "diversity",
        _ => "both in one",
    };

    /// <summary>Half of what an interval spans around a figure: 1.96 standard errors, or the published deviation.</summary>
    internal double? ReachOf(ComparisonResult result) => Metric.SpreadOf(result) is { } spread ? Factor * spread * (Metric.HasStandardError ? 1.96 : 1) : null;

    /// <summary>The ends of that interval around a figure, as far as the metric can go: nothing is less than 0 but KID, no share more than 1.</summary>
    internal (double? Low, double? High) EndsOf(ComparisonResult result)
    {
        var (figure, reach) = (FigureOf(result.Figures), ReachOf(result) ?? 0);
        var (least, most) = Metric.Key switch
        {
            "kid" => (double.NegativeInfinity, double.PositiveInfinity),
            "qs" or "ds" or "precision" or "recall" or "coverage" => (0, 1),
            _ => (0, double.PositiveInfinity),
        };
        return figure is { } value ? (Math.Max(Math.Min(least, value), value - reach), Math.Min(Math.Max(most, value), value + reach)) : (null, null);
    }

    internal double? FigureOf(ComparisonFigures figures) => Factor * Metric.FigureOf(figures);

    internal string Figure(ComparisonFigures figures) => Text(FigureOf(figures));

    internal string Spread(ComparisonResult result) => Metric.SpreadOf(result) is { } spread ? $"± {Text(Factor * spread)}" : string.Empty;

    internal string Text(double? value) => value is { } number ? number.ToString($"F{Digits}", CultureInfo.InvariantCulture).Replace('-', '\u2212') : "\u2013";

    private static MetricShow Of(string key, double factor, int digits, string meaning)
    {
        var metric = ComparisonMetric.Find(key);
        return new MetricShow(metric, factor == 1 ? metric.Name : string.Create(CultureInfo.InvariantCulture, $"{metric.Name} × {factor:N0}"), factor, digits, meaning);
    }
}
