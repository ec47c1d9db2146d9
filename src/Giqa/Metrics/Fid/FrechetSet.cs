using Giqa.Features;

namespace Giqa.Metrics;

/// <summary>One set, prepared for Fréchet distances: by its covariance if images outnumber dimensions, by its rows otherwise.</summary>
internal sealed class FrechetSet
{
    private readonly Lazy<CovarianceFactor> _factor;

    private FrechetSet(FeatureStatistics statistics)
    {
        Statistics = statistics;
        (Mean, Trace) = (statistics.Mean, statistics.Trace);
        _factor = new Lazy<CovarianceFactor>(() => CovarianceFactor.FromStatistics(statistics));
    }

    private FrechetSet(CovarianceFactor factor)
    {
        (Mean, Trace) = (factor.Mean, factor.Trace);
        _factor = new Lazy<CovarianceFactor>(factor);
    }

    internal FeatureStatistics? Statistics { get; }

    internal double[] Mean { get; }

    internal double Trace { get; }

    internal CovarianceFactor Factor => _factor.Value;

    internal static FrechetSet Create(FeatureMatrix features, CovarianceDivisor divisor, int threads, CancellationToken cancellationToken) =>
        features.Rows > features.Columns
            ? new FrechetSet(FeatureStatistics.Compute(features, divisor, threads, cancellationToken))
            : new FrechetSet(CovarianceFactor.FromFeatures(features, divisor));

    internal static FrechetSet Create(FeatureStatistics statistics) => new(statistics);

    /// <summary>Some rows of a set, measured in place if they outnumber the dimensions.</summary>
    internal static FrechetSet Create(
        FeatureMatrix features, int[] rows, CovarianceDivisor divisor, int threads, CancellationToken cancellationToken) =>
        rows.Length > features.Columns
            ? new FrechetSet(FeatureStatistics.Compute(features, rows, divisor, threads, cancellationToken))
            : new FrechetSet(CovarianceFactor.FromFeatures(features.SelectRows(rows), divisor));
}
