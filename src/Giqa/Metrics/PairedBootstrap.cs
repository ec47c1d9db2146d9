using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>
/// The paired bootstrap: every replicate draws one resample of the reals for both sets, and one of each generated set, and
/// takes the difference of the figures from the images' effects.
/// </summary>
internal static class PairedBootstrap
{
    internal static PairedTest Run(
        string metric,
        (string Name, ImageEffects Effects) first,
        (string Name, ImageEffects Effects) second,
        ComparisonOptions options,
        CancellationToken cancellationToken)
    {
        var real = Difference(first.Effects.Real, second.Effects.Real);
        var difference = first.Effects.Figure - second.Effects.Figure;
        var replicates = new double[options.Replicates];
        ParallelBlocks.Run(
            replicates.Length,
            options.Threads,
            replicate =>
            {
                var random = new SeededRandom(options.Seed + (ulong)replicate);
                replicates[replicate] = difference
                    + Resample(real, random) + Resample(first.Effects.Generated, random) - Resample(second.Effects.Generated, random);
            },
            cancellationToken);
        Array.Sort(replicates);
        var below = replicates.Count(value => value <= 0.0);
        var above = replicates.Count(value => value >= 0.0);
        var chance = Math.Min(1.0, 2.0 * (Math.Min(below, above) + 1.0) / (replicates.Length + 1.0));
        return new PairedTest(metric, first.Name, second.Name, difference, Quantile(replicates, 0.025), Quantile(replicates, 0.975), chance);
    }

    /// <summary>The sum of (times drawn - 1) times the effect over a resample of equal size.</summary>
    private static double Resample(double[] effects, SeededRandom random)
    {
        var sum = 0.0;
        for (var i = 0; i < effects.Length; i++)
        {
            sum += effects[random.NextInt(effects.Length)] - effects[i];
        }

        return sum;
    }

    private static double[] Difference(double[] first, double[] second)
    {
        var difference = new double[Math.Max(first.Length, second.Length)];
        for (var i = 0; i < difference.Length; i++)
        {
            difference[i] = (first.Length > 0 ? first[i] : 0.0) - (second.Length > 0 ? second[i] : 0.0);
        }

        return difference;
    }

    private static double Quantile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var lower = (int)place;
        return sorted[lower] + ((place - lower) * (sorted[Math.Min(lower + 1, sorted.Length - 1)] - sorted[lower]));
    }
}
