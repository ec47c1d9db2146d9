using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>
/// The relabelling test of "both sets come from one generator": the pooled images' labels are permuted, keeping the sizes and the reals fixed.
/// With T_0 as observed and T_1 .. T_P relabelled, p = 2 min(#{T_i >= T_0}, #{T_i &lt;= T_0}) / (P + 1), T_0 counted, at most 1.
/// </summary>
/// <remarks>
/// Under equal generators every labelling is as likely as the true one, so P(p &lt;= a) &lt;= a for any T, regardless of what was fitted to
/// the pool, and whether or not the sets are equally large.
/// </remarks>
internal static class RelabellingTest
{
    /// <summary>Sums in a different order round differently: values this close, as a share of the largest, count as equal.</summary>
    private const double Tie = 1e-9;

    /// <summary>Represents a difference without any spread.</summary>
    private const double Boundless = 1e30;

    /// <summary>Tests the statistic of the true labelling among those of all.</summary>
    /// <param name="statistics">The statistic of every labelling.</param>
    /// <param name="observed">The place of the true labelling.</param>
    internal static Relabelling Run(ReadOnlySpan<double> statistics, int observed = 0)
    {
        var (value, scale, sum) = (statistics[observed], 0.0, 0.0);
        foreach (var other in statistics)
        {
            scale = Math.Abs(other) < Boundless ? Math.Max(scale, Math.Abs(other)) : scale;
            sum += other;
        }

        int atLeast = 0, atMost = 0;
        foreach (var other in statistics)
        {
            atLeast += other >= value - (Tie * scale) ? 1 : 0;
            atMost += other <= value + (Tie * scale) ? 1 : 0;
        }

        // p is above the level from the k-th largest and the k-th smallest statistic inwards.
        var sorted = statistics.ToArray();
        Array.Sort(sorted);
        var k = Math.Min((int)(PairedTest.Level / 2.0 * sorted.Length * (1.0 + Tie)), (sorted.Length - 1) / 2);
        return new Relabelling(
            Math.Min(1.0, 2.0 * Math.Min(atLeast, atMost) / statistics.Length), value - (sum / statistics.Length), sorted[k], sorted[^(k + 1)]);
    }

    /// <summary>
    /// For values that do not depend on the labels: T = (mean_A - mean_B) / sqrt(s_A^2 / n_A + s_B^2 / n_B), which stays valid,
    /// for large sets, if the sets differ only in their spread (Janssen, 1997).
    /// </summary>
    internal static Relabelling OfMeans(double[] values, RowSubsets labels, int threads, CancellationToken cancellationToken)
    {
        var centre = values.Average();
        var statistics = new double[labels.Count];
        ParallelBlocks.Run(
            labels.Count,
            threads,
            subset =>
            {
                Span<double> sums = stackalloc double[4];
                sums.Clear();
                var count = 0;
                for (var row = 0; row < values.Length; row++)
                {
                    var value = values[row] - centre;
                    var side = labels.Has(row, subset) ? 0 : 2;
                    sums[side] += value;
                    sums[side + 1] += value * value;
                    count += side == 0 ? 1 : 0;
                }

                statistics[subset] = Studentised(sums, count, values.Length - count);
            },
            cancellationToken);
        return Run(statistics);
    }

    private static double Studentised(ReadOnlySpan<double> sums, int first, int second)
    {
        var difference = (sums[0] / first) - (sums[2] / second);
        var variance = (Spread(sums[0], sums[1], first) / first) + (Spread(sums[2], sums[3], second) / second);
        return variance > 0.0 ? difference / Math.Sqrt(variance) : difference == 0.0 ? 0.0 : Math.Sign(difference) * Boundless;
    }

    private static double Spread(double sum, double squares, int count) => Math.Max(0.0, squares - (sum * sum / count)) / (count - 1);
}

/// <summary>The result of a relabelling test.</summary>
/// <param name="Chance">p.</param>
/// <param name="Excess">How far the observed statistic is above the mean of all.</param>
/// <param name="Lowest">The lowest statistic that is not significant at <see cref="PairedTest.Level"/>.</param>
/// <param name="Highest">The highest such.</param>
internal readonly record struct Relabelling(double Chance, double Excess, double Lowest, double Highest);
