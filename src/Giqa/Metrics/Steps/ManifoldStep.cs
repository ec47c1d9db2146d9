namespace Giqa.Metrics;

/// <summary>Precision, recall, density and coverage: one pass over the distances gives all four.</summary>
internal sealed class ManifoldStep : MetricStep
{
    private static readonly ComparisonMetric Precision = new()
    {
        Key = "precision",
        Test = DifferenceTest.MeanOfGenerated,
        Name = "precision",
        Aspect = MetricAspect.Realism,
        Meaning = "share of generated images that are where real ones are",
    };

    private static readonly ComparisonMetric Recall = new()
    {
        Key = "recall",
        Test = DifferenceTest.Balls,
        Name = "recall",
        Aspect = MetricAspect.Diversity,
        Meaning = "share of real images that are where generated ones are",
        TellingImages = 500,
    };

    private static readonly ComparisonMetric Density = new()
    {
        Key = "density",
        Test = DifferenceTest.MeanOfGenerated,
        Name = "density",
        Aspect = MetricAspect.Realism,
        Meaning = "mean number of real balls around a generated image, divided by k; may exceed 1",
        Range = (0, double.PositiveInfinity),
    };

    private static readonly ComparisonMetric Coverage = new()
    {
        Key = "coverage",
        Test = DifferenceTest.Balls,
        Name = "coverage",
        Aspect = MetricAspect.Diversity,
        Meaning = "share of real balls that hold a generated image",
    };

    internal override string Name => "precision, recall, density, coverage";

    internal override IReadOnlyList<MetricChoice> Choices { get; } = [new("pr", Precision, Recall) { IsDefault = true }, new("dc", Density, Coverage) { IsDefault = true }];

    internal override void Measure(SetMeasures set)
    {
        var (real, options) = (set.Real.Manifold, set.Real.PrdcOptions);
        RealManifold.RequireRows(set.Features, options);
        if (set.Options.Spread && set.Rows >= HalfSampling.LeastForBalls)
        {
            var (recall, coverage) = HalfSampling.Balls(real, set.Features, options, set.Options.Seed, set.CancellationToken);
            set.Balls = (new SpreadTerm(recall, HalfSampling.OfBalls - 1), new SpreadTerm(coverage, HalfSampling.OfBalls - 1));
        }

        var result = Prdc.Compute(real, set.Features, options, set.CancellationToken);
        if (set.Options.Metrics.HasFlag(ComparisonMetrics.PrecisionRecall))
        {
            set.AddOfGenerated(Precision, Numbers(result.Inside), variance: 0.0);
            set.AddOfReal(Recall, Numbers(result.Reached), set.Balls?.Recall.Variance);
        }

        if (set.Options.Metrics.HasFlag(ComparisonMetrics.DensityCoverage))
        {
            set.AddOfGenerated(Density, [.. result.BallCounts.Select(count => (double)count / options.DensityNeighbours)], variance: 0.0);
            set.Add(Density, result.Density);
            set.AddOfReal(Coverage, Numbers(result.Covered), set.Balls?.Coverage.Variance);
        }
    }

    private static double[] Numbers(IReadOnlyList<bool> flags) => [.. flags.Select(flag => flag ? 1.0 : 0.0)];
}
