namespace Giqa.Metrics;

/// <summary>A choice of metrics: what a comparison measures.</summary>
/// <remarks>Works like flags: <c>Frechet | Kernel</c>. Those of <see cref="MetricStep"/>s that have no member here are chosen by their words.</remarks>
public readonly record struct ComparisonMetrics
{
    private readonly string? _words;

    private ComparisonMetrics(IEnumerable<string> words) => _words = string.Join(',', words.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)) is { Length: > 0 } some ? some : null;

    /// <summary>Nothing.</summary>
    public static ComparisonMetrics None => default;

    /// <summary>QS: the mean quality of the generated images under a model of the reals.</summary>
    public static ComparisonMetrics QualityScore { get; } = new(["qs"]);

    /// <summary>DS: the mean quality of the reals under a model of the generated images.</summary>
    public static ComparisonMetrics DiversityScore { get; } = new(["ds"]);

    /// <summary>FID, with FID-infinity.</summary>
    public static ComparisonMetrics Frechet { get; } = new(["fid"]);

    /// <summary>KID.</summary>
    public static ComparisonMetrics Kernel { get; } = new(["kid"]);

    /// <summary>The Inception Score; needs class logits.</summary>
    public static ComparisonMetrics Inception { get; } = new(["is"]);

    /// <summary>Improved precision and recall.</summary>
    public static ComparisonMetrics PrecisionRecall { get; } = new(["pr"]);

    /// <summary>Density and coverage.</summary>
    public static ComparisonMetrics DensityCoverage { get; } = new(["dc"]);

    /// <summary>What is measured by default: all of these except the Inception Score, which needs more than features.</summary>
    public static ComparisonMetrics FromFeatures { get; } = new(MetricStep.All.SelectMany(step => step.Choices).Where(choice => choice.IsDefault).Select(choice => choice.Word));

    /// <summary>The short names by which <c>--metrics</c> chooses them, in the order of tables.</summary>
    public IReadOnlyList<string> Words => [.. MetricStep.AllWords.Where(Has)];

    /// <summary>The metrics of such short names; those that are unknown are left out.</summary>
    public static ComparisonMetrics Of(params IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return new(words.Where(MetricStep.AllWords.Contains));
    }

    /// <summary>Whether all of some metrics are among these.</summary>
    public bool HasFlag(ComparisonMetrics metrics) => (metrics & this) == metrics;

    /// <summary>All of both.</summary>
    public static ComparisonMetrics operator |(ComparisonMetrics left, ComparisonMetrics right) => new(left.Split().Concat(right.Split()));

    /// <summary>Those that are in both.</summary>
    public static ComparisonMetrics operator &(ComparisonMetrics left, ComparisonMetrics right) => new(left.Split().Intersect(right.Split()));

    /// <summary>All others.</summary>
    public static ComparisonMetrics operator ~(ComparisonMetrics metrics) => new(MetricStep.AllWords.Except(metrics.Split()));

    /// <inheritdoc/>
    public override string ToString() => _words ?? "none";

    private bool Has(string word) => Split().Contains(word);

    private string[] Split() => _words?.Split(',') ?? [];
}
