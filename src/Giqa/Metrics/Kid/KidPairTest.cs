using Giqa.Features;

namespace Giqa.Metrics;

/// <summary>
/// The test of KID between two whole sets. With h(u) = mean_v k(u, v) - mean_r k(u, r) over the pool and the reals, the
/// difference of two squared discrepancies is 2 (mean_A h - mean_B h) for equally large sets, up to the diagonal; h does not depend on the
/// labels, so it is relabelled like any per-image value.
/// </summary>
/// <remarks>
/// The interval is the delete-one jackknife over all three sets: without image i the unbiased sum within a set is
/// (S - 2 s_i) / (n - 1)(n - 2). The reals contribute the difference of their two mean kernels, because both sets share them.
/// </remarks>
internal sealed class KidPairTest
{
    private readonly FeatureMatrix _set;
    private readonly double[] _within;
    private readonly KernelSums _toReal;

    internal KidPairTest(FeatureMatrix real, FeatureMatrix set, int threads, CancellationToken cancellationToken)
    {
        _set = set;
        _within = KernelSums.Compute(set, set, threads, cancellationToken).OfFirst;
        _toReal = KernelSums.Compute(set, real, threads, cancellationToken);
    }

    /// <summary>The unbiased squared discrepancy without the reals' own term, which all sets have in common.</summary>
    private double Discrepancy => (_within.Sum() / Pairs(Count)) - (2.0 * _toReal.OfFirst.Sum() / ((double)Count * Reals));

    private int Count => _set.Rows;

    private int Reals => _toReal.OfSecond.Length;

    /// <summary>The difference, its standard error, and h of the pooled images.</summary>
    internal static (double Difference, double Error, double[] Pooled) Compare(
        KidPairTest first, KidPairTest second, int threads, CancellationToken cancellationToken)
    {
        var between = KernelSums.Compute(first._set, second._set, threads, cancellationToken);
        var pooled = (double)first.Count + second.Count - 1.0;
        double[] values = [.. first.Pooled(between.OfFirst, pooled), .. second.Pooled(between.OfSecond, pooled)];
        var reals = new double[first.Reals];
        for (var i = 0; i < reals.Length; i++)
        {
            reals[i] = 2.0 * ((second._toReal.OfSecond[i] / second.Count) - (first._toReal.OfSecond[i] / first.Count));
        }

        var variance = first.Jackknife() + second.Jackknife() + (ImageEffects.SampleVariance(reals) / reals.Length);
        return (first.Discrepancy - second.Discrepancy, Math.Sqrt(variance), values);
    }

    private IEnumerable<double> Pooled(double[] between, double others) =>
        between.Select((sum, i) => ((_within[i] + sum) / others) - (_toReal.OfFirst[i] / Reals));

    private double Jackknife()
    {
        var (all, toReal) = (_within.Sum(), _toReal.OfFirst.Sum());
        double[] without = [.. _within.Select((sum, i) =>
            ((all - (2.0 * sum)) / Pairs(Count - 1)) - (2.0 * (toReal - _toReal.OfFirst[i]) / ((Count - 1.0) * Reals)))];
        return ImageEffects.SampleVariance(without) * (Count - 1.0) * (Count - 1.0) / Count;
    }

    private static double Pairs(double count) => count * (count - 1.0);
}
