namespace Giqa.Metrics;

/// <summary>One computation of a comparison, and the metrics that come out of it. A new metric is a class here and its place in <see cref="All"/>.</summary>
internal abstract class MetricStep
{
    /// <summary>In the order in which they are computed and shown.</summary>
    internal static IReadOnlyList<MetricStep> All { get; } =
    [
        new QualityStep(),
        new DiversityStep(),
        new FrechetStep(),
        new KernelStep(),
        new InceptionStep(),
        new ManifoldStep(),
        new ClippedDensityStep(),
    ];

    /// <summary>The words of <c>--metrics</c>, in that order.</summary>
    internal static IReadOnlyList<string> AllWords { get; } = [.. All.SelectMany(step => step.Choices).Select(choice => choice.Word)];

    /// <summary>Their metrics, in that order.</summary>
    internal static IReadOnlyList<ComparisonMetric> Metrics { get; } = [.. All.SelectMany(step => step.Choices).SelectMany(choice => choice.Metrics)];

    /// <summary>What progress and warnings call it.</summary>
    internal abstract string Name { get; }

    /// <summary>What can be chosen of it.</summary>
    internal abstract IReadOnlyList<MetricChoice> Choices { get; }

    /// <summary>Computes them for one set.</summary>
    /// <exception cref="GiqaException">The set is too small, or lacks what they need: that becomes a warning.</exception>
    internal abstract void Measure(SetMeasures set);

    /// <summary>Whether any of it was asked for.</summary>
    internal bool IsChosen(ComparisonMetrics metrics) => Choices.Any(choice => metrics.HasFlag(choice.Flag));
}

/// <summary>Metrics that are chosen together.</summary>
/// <param name="Word">Their word for <c>--metrics</c>.</param>
/// <param name="Metrics">The metrics.</param>
internal sealed record MetricChoice(string Word, params IReadOnlyList<ComparisonMetric> Metrics)
{
    /// <summary>Whether they are measured where nothing is asked for.</summary>
    internal bool IsDefault { get; init; }

    internal ComparisonMetrics Flag => ComparisonMetrics.Of(Word);
}
