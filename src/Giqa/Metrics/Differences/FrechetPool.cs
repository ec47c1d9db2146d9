using Giqa.Features;

namespace Giqa.Metrics;

/// <summary>
/// What every pooled image of two sets does to the pool's FID, to first order: psi(u) = 2 (m_U - m_R)'y + y'(I - T)y with
/// y = u - m_U and T the map from the pool's Gaussian onto the reals'. The difference of two FIDs is about mean_A psi - mean_B psi,
/// and psi does not depend on the labels.
/// </summary>
internal static class FrechetPool
{
    /// <summary>The share of the mean variance that is added where images do not outnumber dimensions.</summary>
    private const double Ridge = 0.01;

    /// <summary>Null if a set has no variance at all.</summary>
    internal static double[]? Influences(
        FeatureMatrix real, FrechetSet realSet, FeatureMatrix pool, int threads, CancellationToken cancellationToken)
    {
        var pooled = FeatureStatistics.Compute(pool, CovarianceDivisor.CountMinusOne, threads, cancellationToken);
        var reals = realSet.Statistics is { Divisor: CovarianceDivisor.CountMinusOne } known
            ? known
            : FeatureStatistics.Compute(real, CovarianceDivisor.CountMinusOne, threads, cancellationToken);
        if (!(pooled.Trace > 0.0 && reals.Trace > 0.0))
        {
            return null;
        }

        var effects = FrechetInfluence.TryComputeGenerated(reals, pool, pooled, threads, cancellationToken)
            ?? FrechetInfluence.TryComputeGenerated(Ridged(reals), pool, Ridged(pooled), threads, cancellationToken);
        // Removing an image moves FID by psi / (n - 1).
        return effects is null ? null : Array.ConvertAll(effects, effect => effect * (pool.Rows - 1.0));
    }

    /// <summary>The map needs covariances of full rank. Any other map also gives a valid test; it only affects the power.</summary>
    private static FeatureStatistics Ridged(FeatureStatistics statistics)
    {
        var size = statistics.Dimensions;
        var covariance = (double[])statistics.Covariance.Clone();
        var more = Ridge * statistics.Trace / size;
        for (var i = 0; i < size; i++)
        {
            covariance[((long)i * size) + i] += more;
        }

        return new FeatureStatistics(statistics.Mean, covariance, count: null, statistics.Divisor);
    }
}
