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
        Meaning = "share of generated images that lie where real ones do",
        Figure = figures => figures.Precision,
        With = (figures, value) => figures with { Precision = value },
        Spread = (_, errors) => errors.Precision,
        WithError = (errors, value) => errors with { Precision = value },
    };

    private static readonly ComparisonMetric Recall = new()
    {
        Key = "recall",
        Test = DifferenceTest.Balls,
        Name = "recall",
        Aspect = MetricAspect.Diversity,
        Meaning = "share of real images that lie where generated ones do",
        TellingImages = 500,
        Figure = figures => figures.Recall,
        With = (figures, value) => figures with { Recall = value },
        Spread = (_, errors) => errors.Recall,
        WithError = (errors, value) => errors with { Recall = value },
    };

    private static readonly ComparisonMetric Density = new()
    {
        Key = "density",
        Test = DifferenceTest.MeanOfGenerated,
        Name = "density",
        Aspect = MetricAspect.Realism,
        Meaning = "how many real balls hold a generated image, over k; may exceed 1",
        Range = (0, double.PositiveInfinity),
        Figure = figures => figures.Density,
        With = (figures, value) => figures with { Density = value },
        Spread = (_, errors) => errors.Density,
        WithError = (errors, value) => errors with { Density = value },
    };

    private static readonly ComparisonMetric Coverage = new()
    {
        Key = "coverage",
        Test = DifferenceTest.Balls,
        Name = "coverage",
        Aspect = MetricAspect.Diversity,
        Meaning = "share of real balls that hold a generated image",
        Figure = figures => figures.Coverage,
        With = (figures, value) => figures with { Coverage = value },
        Spread = (_, errors) => errors.Coverage,
        WithError = (errors, value) => errors with { Coverage = value },
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
