using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>
/// FID's standard error if images do not outnumber dimensions, so that FID has no derivative: the jackknife over ten random
/// groups of either set.
/// </summary>
internal static class FrechetJackknife
{
    private const int Groups = 10;

    /// <summary>Null if a set is too small to be divided.</summary>
    internal static double? StandardError(FeatureMatrix real, FeatureMatrix generated, ComparisonOptions options, CancellationToken cancellationToken)
    {
        if (real.Rows < 2 * Groups || generated.Rows < 2 * Groups)
        {
            return null;
        }

        var wholeReal = FrechetSet.Create(real, options.Divisor, options.Threads, cancellationToken);
        var wholeGenerated = FrechetSet.Create(generated, options.Divisor, options.Threads, cancellationToken);
        _ = (wholeReal.Factor, wholeGenerated.Factor);
        var distances = new double[2 * Groups];
        ParallelBlocks.Run(
            distances.Length,
            Math.Min(4, ParallelBlocks.Threads(options.Threads)),
            task =>
            {
                distances[task] = task < Groups
                    ? FrechetDistance.NearDistance(wholeGenerated, Without(real, wholeReal, task, options, cancellationToken))
                    : FrechetDistance.NearDistance(wholeReal, Without(generated, wholeGenerated, task - Groups, options, cancellationToken));
            },
            cancellationToken);
        return Math.Sqrt(Variance(distances.AsSpan(0, Groups)) + Variance(distances.AsSpan(Groups)));
    }

    /// <summary>A set without one of its groups, whose own statistics are a ninth of the work.</summary>
    private static FrechetSet Without(FeatureMatrix features, FrechetSet whole, int group, ComparisonOptions options, CancellationToken cancellationToken)
    {
        var order = new SeededRandom(options.Seed).Permutation(features.Rows);
        int[] rows = [.. order.Where((_, place) => place % Groups != group)];
        int[] others = [.. order.Where((_, place) => place % Groups == group)];
        return whole.Statistics is { } statistics && rows.Length > features.Columns && others.Length > 1
            ? FrechetSet.Create(statistics.Without(FeatureStatistics.Compute(features, others, options.Divisor, threads: 1, cancellationToken)))
            : FrechetSet.Create(features, rows, options.Divisor, threads: 1, cancellationToken);
    }

    private static double Variance(ReadOnlySpan<double> values)
    {
        double mean = 0.0, sum = 0.0;
        foreach (var value in values)
        {
            mean += value / values.Length;
        }

        foreach (var value in values)
        {
            sum += (value - mean) * (value - mean);
        }

        return sum * (values.Length - 1) / values.Length;
    }
}
