using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>
/// A matrix F of few rows with F^T F = covariance. The sum of the roots of two covariances' product is the nuclear norm
/// of F1 F2^T, which stays exact if a covariance is singular.
/// </summary>
internal sealed class CovarianceFactor
{
    private CovarianceFactor(double[] values, int rows, double[] mean, double trace) =>
        (Values, Rows, Mean, Trace) = (values, rows, mean, trace);

    internal double[] Values { get; }

    internal int Rows { get; }

    internal double[] Mean { get; }

    internal double Trace { get; }

    /// <summary>
    /// N - 1 rows from N feature rows: Helmert contrasts, which give the centred scatter without the null direction
    /// that subtracting the mean would leave.
    /// </summary>
    internal static CovarianceFactor FromFeatures(FeatureMatrix features, CovarianceDivisor divisor)
    {
        var rows = new FeatureRows(features);
        var columns = features.Columns;
        var mean = FeatureStatistics.MeanOf(rows, threads: 1, CancellationToken.None);
        var values = new double[checked((features.Rows - 1) * columns)];
        var divisions = FeatureStatistics.Divisions(features.Rows, divisor);
        var sum = new double[columns];
        var row = new double[columns];
        var trace = 0.0;
        rows.CopyCentred(0, mean, sum);
        for (var k = 1; k < features.Rows; k++)
        {
            rows.CopyCentred(k, mean, row);
            var scale = 1.0 / Math.Sqrt(k * (k + 1.0) * divisions);
            var target = values.AsSpan((k - 1) * columns, columns);
            for (var j = 0; j < columns; j++)
            {
                var value = ((k * row[j]) - sum[j]) * scale;
                sum[j] += row[j];
                target[j] = value;
                trace += value * value;
            }
        }

        return new CovarianceFactor(values, features.Rows - 1, mean, trace);
    }

    /// <summary>As many rows as the covariance's numerical rank, by the Cholesky decomposition with pivots.</summary>
    internal static unsafe CovarianceFactor FromStatistics(FeatureStatistics statistics)
    {
        var size = statistics.Dimensions;
        var lower = (double[])statistics.Covariance.Clone();
        var pivots = new int[size];
        int rank;
        fixed (double* a = lower)
        fixed (int* pivot = pivots)
        {
            rank = LinearAlgebra.Current.PivotedCholesky(size, a, pivot);
        }

        // Column k of LAPACK's L is row k here; its entries belong to the permuted dimensions.
        var values = new double[checked(rank * size)];
        for (var k = 0; k < rank; k++)
        {
            for (var j = k; j < size; j++)
            {
                values[((long)k * size) + pivots[j] - 1] = lower[((long)k * size) + j];
            }
        }

        return new CovarianceFactor(values, rank, statistics.Mean, statistics.Trace);
    }
}
