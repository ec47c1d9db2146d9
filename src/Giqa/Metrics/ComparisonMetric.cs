namespace Giqa.Metrics;

/// <summary>One metric of a comparison: its names, which way is better, and where its figures stand.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record ComparisonMetric
{
    private readonly Func<ComparisonFigures, double?> _figure;
    private readonly Func<ComparisonResult, double?> _spread;

    private ComparisonMetric(
        string key, string name, MetricAspect aspect, bool higherIsBetter, Func<ComparisonFigures, double?> figure, Func<ComparisonResult, double?> spread) =>
        (Key, Name, Aspect, HigherIsBetter, _figure, _spread) = (key, name, aspect, higherIsBetter, figure, spread);

    /// <summary>The key by which <see cref="PairedTest.Metric"/> names it: <c>qs ds fid kid is precision recall density coverage</c>.</summary>
    public string Key { get; }

    /// <summary>The name for people.</summary>
    public string Name { get; }

    /// <summary>What it speaks of.</summary>
    public MetricAspect Aspect { get; }

    /// <summary>Whether the greater figure is the better one.</summary>
    public bool HigherIsBetter { get; }

    /// <summary>All metrics, in the order in which tables show them. Within an aspect the more telling come first.</summary>
    public static IReadOnlyList<ComparisonMetric> All { get; } =
    [
        new("qs", "QS", MetricAspect.Realism, true, figures => figures.Qs, result => result.Errors.Qs),
        new("ds", "DS", MetricAspect.Diversity, true, figures => figures.Ds, result => result.Errors.Ds),
        new("fid", "FID", MetricAspect.Closeness, false, figures => figures.Fid, result => result.Errors.Fid),
        new("kid", "KID", MetricAspect.Closeness, false, figures => figures.KidMean, result => result.Figures.KidStd),
        new("is", "Inception Score", MetricAspect.Closeness, true, figures => figures.IsMean, result => result.Figures.IsStd),
        new("precision", "precision", MetricAspect.Realism, true, figures => figures.Precision, result => result.Errors.Precision),
        new("recall", "recall", MetricAspect.Diversity, true, figures => figures.Recall, result => result.Errors.Recall),
        new("density", "density", MetricAspect.Realism, true, figures => figures.Density, result => result.Errors.Density),
        new("coverage", "coverage", MetricAspect.Diversity, true, figures => figures.Coverage, result => result.Errors.Coverage),
    ];

    /// <summary>
    /// Images in either set below which the metric's test seldom finds even a clear difference, as simulated
    /// (bench/results/tests.md): "no difference" then means "too few images to tell".
    /// </summary>
    internal int TellingImages => Key switch
    {
        "qs" => 50,
        "recall" or "fid" or "kid" => 500,
        _ => 125,
    };

    /// <summary>Whether <see cref="SpreadOf"/> is a standard error; KID's and the Inception Score's are deviations over subsets and splits, as published.</summary>
    public bool HasStandardError => Key is not ("kid" or "is");

    /// <summary>Its figure; null where it was not computed.</summary>
    public double? FigureOf(ComparisonFigures figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        return _figure(figures);
    }

    /// <summary>The spread beside the figure; null where there is none.</summary>
    public double? SpreadOf(ComparisonResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return _spread(result);
    }

    /// <summary>The metric of a key.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ComparisonMetric Find(string key) =>
        All.FirstOrDefault(metric => metric.Key == key) ?? throw new ArgumentException($"there is no metric '{key}'", nameof(key));
}
