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
                var cut = Without(task < Groups ? real : generated, task % Groups, options, cancellationToken);
                distances[task] = task < Groups
                    ? FrechetDistance.Compute(cut, wholeGenerated).Distance
                    : FrechetDistance.Compute(wholeReal, cut).Distance;
            },
            cancellationToken);
        return Math.Sqrt(Variance(distances.AsSpan(0, Groups)) + Variance(distances.AsSpan(Groups)));
    }

    private static FrechetSet Without(FeatureMatrix features, int group, ComparisonOptions options, CancellationToken cancellationToken)
    {
        var order = new SeededRandom(options.Seed).Permutation(features.Rows);
        var rows = order.Where((_, place) => place % Groups != group).ToArray();
        return FrechetSet.Create(features, rows, options.Divisor, threads: 1, cancellationToken);
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
