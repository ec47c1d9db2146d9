namespace Giqa.Metrics;

/// <summary>One metric of a comparison: its names, which way is better, how it is shown, and where its figures are.</summary>
/// <remarks>
/// Immutable; safe to share between threads. Each is made by the <see cref="MetricStep"/> that computes it: tables, pages, documents and tests
/// take what they need from here.
/// </remarks>
internal sealed record ComparisonMetric
{
    internal ComparisonMetric()
    {
    }

    /// <summary>The key by which <see cref="PairedTest.Metric"/> names it, such as <c>fid</c>.</summary>
    public required string Key { get; init; }

    /// <summary>The display name.</summary>
    public required string Name { get; init; }

    /// <summary>What it measures.</summary>
    public required MetricAspect Aspect { get; init; }

    /// <summary>Whether higher is better.</summary>
    public bool HigherIsBetter { get; init; } = true;

    /// <summary>Whether <see cref="SpreadOf(ComparisonResult)"/> is a standard error; KID's and the Inception Score's are deviations over subsets and splits, as published.</summary>
    public bool HasStandardError { get; init; } = true;

    /// <summary>All metrics, in the order in which tables show them. Within an aspect the most informative come first.</summary>
    public static IReadOnlyList<ComparisonMetric> All => MetricStep.Metrics;

    /// <summary>Its column heading, if <see cref="Name"/> is long.</summary>
    internal string ShortName { get => field ?? Name; init; }

    /// <summary>What it means, in a few words.</summary>
    public required string Meaning { get; init; }

    /// <summary>The display factor.</summary>
    internal double Factor { get; init; } = 1;

    /// <summary>Decimal places on pages; tables show one more.</summary>
    internal int Digits { get; init; } = 3;

    /// <summary>Its smallest and largest possible values.</summary>
    internal (double Least, double Most) Range { get; init; } = (0, 1);

    /// <summary>Ends of an interval of a difference of two sets, which is no larger than the range: a share's lies within -1 and 1.</summary>
    internal (double Low, double High) WithinRange(double low, double high)
    {
        var most = Range.Most - Range.Least;
        return (Math.Max(low, -most), Math.Min(high, most));
    }

    /// <summary>
    /// Images in either set below which the metric's test seldom detects even a clear difference, as simulated
    /// (bench/results/tests.md): "no difference" then means "too few images to tell".
    /// </summary>
    internal int TellingImages { get; init; } = 125;

    /// <summary>How differences of two sets are tested. Only tests whose level was simulated belong here (bench/results/tests.md).</summary>
    internal DifferenceTest Test { get; init; }

    /// <summary>The choice that includes it, with those that are computed with it.</summary>
    internal ComparisonMetrics Choice => MetricStep.All.SelectMany(step => step.Choices).First(choice => choice.Metrics.Contains(this)).Flag;

    /// <summary>Its figure; null where it was not computed.</summary>
    public double? FigureOf(ComparisonFigures figures) => figures[Key];

    /// <summary>The spread of the figure; null if there is none.</summary>
    public double? SpreadOf(ComparisonResult result) => Spread(result.Figures, result.Errors);

    /// <summary>The standard error of a folder's figure; null where there is none.</summary>
    internal double? SpreadOf(FolderFigures folder) => folder.StandardErrors is { } errors ? Spread(folder.Figures, errors) : null;

    /// <summary>Its spread among the figures and errors of a set.</summary>
    internal double? Spread(ComparisonFigures figures, ComparisonFigures errors) => Key switch
    {
        "kid" => figures.KidStd,
        "is" => figures.IsStd,
        _ => errors[Key],
    };

    /// <summary>The metric with a key.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ComparisonMetric Find(string key) =>
        All.FirstOrDefault(metric => metric.Key == key) ?? throw new ArgumentException($"there is no metric '{key}'", nameof(key));
}

/// <summary>How <see cref="PairTests"/> tests a difference of two sets.</summary>
internal enum DifferenceTest
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>As means over the generated images, of values that do not depend on the rest of the set.</summary>
    MeanOfGenerated,

    /// <summary>As means over the reals under a model of each set.</summary>
    Models,

    /// <summary>As Fréchet distances.</summary>
    Frechet,

    /// <summary>As kernel distances.</summary>
    Kernel,

    /// <summary>As shares of the reals that are in the balls of each set.</summary>
    Balls,
}

/// <summary>What a metric measures.</summary>
internal enum MetricAspect
{
    /// <summary>Whether generated images look like real ones.</summary>
    Realism,

    /// <summary>Whether they are as diverse as the real ones.</summary>
    Diversity,

    /// <summary>Both in one number.</summary>
    Closeness,
}
