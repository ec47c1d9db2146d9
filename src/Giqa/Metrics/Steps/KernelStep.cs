namespace Giqa.Metrics;

/// <summary>KID.</summary>
internal sealed class KernelStep : MetricStep
{
    private static readonly ComparisonMetric Metric = new()
    {
        Key = "kid",
        Test = DifferenceTest.Kernel,
        Name = "KID",
        Aspect = MetricAspect.Closeness,
        HigherIsBetter = false,
        HasStandardError = false,
        Meaning = "the same without assuming Gaussians, unbiased for small sets",
        Factor = 1000,
        Digits = 2,
        Range = (double.NegativeInfinity, double.PositiveInfinity),
        TellingImages = 500,
    };

    internal override string Name => "KID";

    internal override IReadOnlyList<MetricChoice> Choices { get; } = [new("kid", Metric) { IsDefault = true }];

    internal override void Measure(SetMeasures set)
    {
        var settings = set.Options.Kernel with { Seed = set.Options.Seed, Threads = set.Options.Threads };
        var kernel = set.Kernel = Kid.Compute(set.Real.Set.Matrix, set.Features, settings, set.CancellationToken);

        // Subsets that are the whole of both sets are all the same: their deviation of 0 would claim certainty.
        var isWhole = kernel.SubsetSize >= Math.Max(set.Real.Set.Matrix.Rows, set.Rows);
        set.Add(Metric, kernel.Mean);
        set.Figures = set.Figures with { KidStd = isWhole ? null : kernel.StandardDeviation };
    }
}
