using Giqa.Features;

namespace Giqa.Metrics;

/// <summary>
/// Clipped density (Salvy, Talbot and Thirion 2025): density with balls no wider than their median and images that count for at most 1, divided by
/// the reals' own value. It falls in proportion to the share of bad images, and outliers among the reals do not raise it.
/// </summary>
internal static class ClippedDensity
{
    /// <summary>The clipped density of a generated set.</summary>
    /// <param name="real">More rows than neighbours.</param>
    /// <param name="generated">Rows of the same length.</param>
    /// <param name="options">Neighbours, those of density.</param>
    /// <param name="cancellationToken">Checked per tile.</param>
    /// <returns>0 to 1.</returns>
    /// <exception cref="GiqaException">Too few rows, other dimensions, or most of the reals are copies of each other.</exception>
    public static double Compute(FeatureMatrix real, FeatureMatrix generated, PrdcOptions options, CancellationToken cancellationToken = default)
    {
        var balls = ClippedBalls.Create(RealManifold.Create(real, options, cancellationToken), options, cancellationToken);
        return Math.Min(1, balls.Values(generated, cancellationToken).Average());
    }
}

/// <summary>The reals' balls, none wider than their median, and the reals' own value.</summary>
internal sealed record ClippedBalls(RealManifold Manifold, PrdcOptions Options, double OfReals)
{
    internal static ClippedBalls Create(RealManifold real, PrdcOptions options, CancellationToken cancellationToken)
    {
        var k = options.DensityNeighbours;
        double[] radii = [.. real.Distances.Select(distances => Math.Sqrt(distances[k - 1])).Order()];
        var median = (radii[(radii.Length - 1) / 2] + radii[radii.Length / 2]) / 2;
        if (median == 0.0)
        {
            throw new GiqaException("the real images are copies of each other, so there is no distance between them to measure by");
        }

        // Reals on the surface of each other's balls count: a ball then holds k others, as many as it would of new images.
        double Clip(double distance) => Math.Min(distance, median * median);
        var counts = Prdc.Compute(real.With(distance => Math.BitIncrement(Clip(distance))), real.Features, options, cancellationToken).BallCounts;

        // Each real is in its own ball, which does not count.
        return new ClippedBalls(real.With(Clip), options, counts.Average(count => Share(count - 1, k)));
    }

    /// <summary>What each image adds: the balls around it over k, at most 1, over the reals' own value.</summary>
    internal double[] Values(FeatureMatrix images, CancellationToken cancellationToken) =>
        [.. Prdc.Compute(Manifold, images, Options, cancellationToken).BallCounts.Select(count => Share(count, Options.DensityNeighbours) / OfReals)];

    private static double Share(int count, int neighbours) => Math.Min(1.0, (double)count / neighbours);
}

/// <summary>Clipped density in a comparison.</summary>
internal sealed class ClippedDensityStep : MetricStep
{
    private static readonly ComparisonMetric Metric = new()
    {
        Key = "clipped_density",
        Name = "clipped density",
        Aspect = MetricAspect.Realism,
        Meaning = "share of generated images as good as real ones: density that outliers do not raise",
    };

    internal override string Name => "clipped density";

    internal override IReadOnlyList<MetricChoice> Choices { get; } = [new("cd", Metric)];

    internal override void Measure(SetMeasures set)
    {
        var balls = set.Real.Once(this, () => ClippedBalls.Create(set.Real.Manifold, set.Real.PrdcOptions, set.CancellationToken));
        var values = balls.Values(set.Features, set.CancellationToken);
        set.AddOfGenerated(Metric, values, variance: 0.0);
        set.Add(Metric, Math.Min(1, values.Average()));
    }
}
