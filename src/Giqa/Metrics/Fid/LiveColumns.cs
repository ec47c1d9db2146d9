using Giqa.Features;

namespace Giqa.Metrics;

/// <summary>
/// The features that vary in at least one of two sets. Those that never vary (dead units of a network) add nothing to a
/// covariance but make it singular.
/// </summary>
internal static class LiveColumns
{
    /// <summary>Null if all features vary.</summary>
    internal static int[]? Find(FeatureStatistics first, FeatureStatistics second)
    {
        var size = first.Dimensions;
        int[] live = [.. Enumerable.Range(0, size).Where(i => Variance(first, i) > 0.0 || Variance(second, i) > 0.0)];
        return live.Length < size ? live : null;
    }

    internal static FeatureStatistics Take(FeatureStatistics statistics, int[] columns)
    {
        var covariance = new double[checked(columns.Length * columns.Length)];
        for (var i = 0; i < columns.Length; i++)
        {
            var row = statistics.Covariance.AsSpan(columns[i] * statistics.Dimensions, statistics.Dimensions);
            for (var j = 0; j < columns.Length; j++)
            {
                covariance[(i * columns.Length) + j] = row[columns[j]];
            }
        }

        return new FeatureStatistics(Array.ConvertAll(columns, column => statistics.Mean[column]), covariance, statistics.Count, statistics.Divisor);
    }

    internal static FeatureMatrix Take(FeatureMatrix features, int[] columns)
    {
        var values = new float[checked(features.Rows * columns.Length)];
        for (var i = 0; i < features.Rows; i++)
        {
            var row = features.Row(i);
            for (var j = 0; j < columns.Length; j++)
            {
                values[(i * columns.Length) + j] = row[columns[j]];
            }
        }

        return new FeatureMatrix(features.Rows, columns.Length, values);
    }

    private static double Variance(FeatureStatistics statistics, int column) => statistics.Covariance[((long)column * statistics.Dimensions) + column];
}
