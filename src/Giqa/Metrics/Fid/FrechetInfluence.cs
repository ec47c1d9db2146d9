using Giqa.Features;

namespace Giqa.Metrics;

/// <summary>
/// The influence of single images on FID. Removing image x with y = x - m changes its mean by -y / (n - 1), exactly, and
/// its covariance by (S - n / (n - 1) y y^T) / (n - 2), exactly; FID's response to the mean is exact, its response to the
/// covariance first order: tr((I - T) dS), where T is the optimal map from that set's Gaussian onto the other's.
/// Cost: one eigendecomposition and one N x D x D product per set, instead of N distances.
/// </summary>
internal static class FrechetInfluence
{
    /// <summary>The influences of all images of both sets.</summary>
    /// <param name="real">More rows than columns, with a covariance of full rank.</param>
    /// <param name="generated">The same.</param>
    /// <param name="threads">How many threads; 0 takes one per processor.</param>
    /// <param name="cancellationToken">Checked per block of rows.</param>
    /// <exception cref="GiqaException">
    /// A covariance is singular, so FID has no derivative: there are no more images than dimensions, or features that never vary.
    /// </exception>
    public static FrechetInfluenceResult Compute(
        FeatureMatrix real, FeatureMatrix generated, int threads = 0, CancellationToken cancellationToken = default)
    {
        if (real.Columns != generated.Columns)
        {
            throw new GiqaException(
                $"features of {real.Columns} and of {generated.Columns} dimensions cannot be compared: extract both sets with one backbone");
        }

        var realStatistics = FeatureStatistics.Compute(real, CovarianceDivisor.CountMinusOne, threads, cancellationToken);
        var generatedStatistics = FeatureStatistics.Compute(generated, CovarianceDivisor.CountMinusOne, threads, cancellationToken);
        return TryCompute(real, realStatistics, generated, generatedStatistics, threads, cancellationToken)
            ?? throw new GiqaException(
                $"the influence on FID needs more images than the {real.Columns} feature dimensions in both sets, and features that vary; there are {real.Rows} and {generated.Rows}: add images");
    }

    /// <summary>Null if a covariance is singular.</summary>
    internal static FrechetInfluenceResult? TryCompute(
        FeatureMatrix real,
        FeatureStatistics realStatistics,
        FeatureMatrix generated,
        FeatureStatistics generatedStatistics,
        int threads,
        CancellationToken cancellationToken)
    {
        if (LiveColumns.Find(realStatistics, generatedStatistics) is { Length: > 0 } live)
        {
            var varying = TryCompute(
                LiveColumns.Take(real, live),
                LiveColumns.Take(realStatistics, live),
                LiveColumns.Take(generated, live),
                LiveColumns.Take(generatedStatistics, live),
                threads,
                cancellationToken);
            return varying is null ? null : varying with { Frechet = FrechetDistance.Compute(realStatistics, generatedStatistics) };
        }

        using var maps = TransportMaps.TryCreate(realStatistics, generatedStatistics);
        if (maps is null)
        {
            return null;
        }

        var gap = new double[real.Columns];
        for (var i = 0; i < gap.Length; i++)
        {
            gap[i] = generatedStatistics.Mean[i] - realStatistics.Mean[i];
        }

        var back = Array.ConvertAll(gap, value => -value);
        var ofGenerated = new InfluenceWork(generated, generatedStatistics.Mean, gap, generatedStatistics.Trace - maps.RootTrace, maps.GeneratedToReal).Influences(threads, cancellationToken);
        var ofReal = new InfluenceWork(real, realStatistics.Mean, back, realStatistics.Trace - maps.RootTrace, maps.RealToGenerated).Influences(threads, cancellationToken);
        return new FrechetInfluenceResult(FrechetDistance.Compute(realStatistics, generatedStatistics), ofGenerated, ofReal);
    }
}

/// <summary>The effect of every image on FID.</summary>
/// <param name="Frechet">FID itself.</param>
/// <param name="Generated">Per generated image, FID minus FID without it: positive means that the image makes FID worse.</param>
/// <param name="Real">Per real image, the same.</param>
internal sealed record FrechetInfluenceResult(FrechetResult Frechet, IReadOnlyList<double> Generated, IReadOnlyList<double> Real)
{
    /// <summary>FID's standard error from both samples, by the jackknife over these influences.</summary>
    public double StandardError => Effects.StandardError;

    internal ImageEffects Effects => new(Frechet.Distance, [.. Real], [.. Generated]);
}
