using Giqa.Metrics;

namespace Giqa.Cli.Comparing;

/// <summary>FID against a mean and covariance that another tool, or an earlier run, saved in an .npz file.</summary>
internal static class StatisticsComparison
{
    public static async Task<CompareDocument> RunAsync(
        string realPath, IReadOnlyList<string> specifications, ComparisonMetrics metrics, CovarianceDivisor divisor, SetReader reader, CancellationToken cancellationToken)
    {
        var real = FeatureStatistics.Load(realPath, divisor);
        var results = new List<CompareEntry>();
        foreach (var specification in specifications)
        {
            var (statistics, count) = await ReadAsync(specification, divisor, reader, cancellationToken).ConfigureAwait(false);
            var figures = new ComparisonFigures { Fid = FrechetDistance.Compute(real, statistics).Distance };
            results.Add(new CompareEntry(specification, figures, new CompareCounts(count, null, null, null)));
        }

        var settings = new CompareSettings
        {
            Real = realPath,
            Metrics = metrics.Words,
            Dimensions = real.Dimensions,
            CovarianceDivisor = CompareSettings.NameOf(divisor),
        };
        string[] warnings = [$"{realPath} does not say which backbone or preset it was made with: FID is correct only if the other set was made the same way"];
        return new CompareDocument(results, [], settings, warnings, reader.Skipped);
    }

    private static async Task<(FeatureStatistics Statistics, int? Count)> ReadAsync(
        string specification, CovarianceDivisor divisor, SetReader reader, CancellationToken cancellationToken)
    {
        if (FeatureStatistics.IsStatistics(specification))
        {
            return (FeatureStatistics.Load(specification, divisor), null);
        }

        var set = await reader.ReadAsync(specification, cancellationToken).ConfigureAwait(false);
        return (FeatureStatistics.Compute(set.Matrix, divisor, cancellationToken: cancellationToken), set.Matrix.Rows);
    }
}
