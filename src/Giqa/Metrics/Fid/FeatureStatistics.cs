using System.Numerics.Tensors;
using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>The mean and covariance of a set's features in float64: all that FID needs from a set.</summary>
/// <remarks>Immutable, safe to share between threads as long as the arrays are not written to.</remarks>
public sealed partial class FeatureStatistics
{
    internal FeatureStatistics(double[] mean, double[] covariance, int? count, CovarianceDivisor divisor)
    {
        Mean = mean;
        Covariance = covariance;
        Count = count;
        Divisor = divisor;
    }

    /// <summary>How many rows were measured; null if the statistics come from a file that does not say.</summary>
    public int? Count { get; }

    /// <summary>D, the length of a feature vector.</summary>
    public int Dimensions => Mean.Length;

    /// <summary>The mean, D values.</summary>
    public double[] Mean { get; }

    /// <summary>The covariance, D x D values, row-major and symmetric.</summary>
    public double[] Covariance { get; }

    /// <summary>What the sum of squares was divided by.</summary>
    public CovarianceDivisor Divisor { get; }

    /// <summary>The sum of the covariance's diagonal.</summary>
    public double Trace
    {
        get
        {
            var trace = 0.0;
            for (var i = 0; i < Dimensions; i++)
            {
                trace += Covariance[((long)i * Dimensions) + i];
            }

            return trace;
        }
    }

    /// <summary>Measures a set in row blocks. Memory: D x D doubles and one block.</summary>
    /// <param name="features">At least 2 rows, all values finite.</param>
    /// <param name="divisor">The covariance's divisor.</param>
    /// <param name="threads">How many threads; 0 takes one per processor. The result does not depend on it.</param>
    /// <param name="cancellationToken">Checked for every block.</param>
    /// <exception cref="GiqaException">Fewer than 2 rows, or a value that is not finite.</exception>
    public static FeatureStatistics Compute(
        FeatureMatrix features,
        CovarianceDivisor divisor = CovarianceDivisor.CountMinusOne,
        int threads = 0,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        return Compute(features, rows: null, divisor, threads, cancellationToken);
    }

    /// <summary>
    /// The statistics of both sets together, from their statistics alone (Chan, Golub and LeVeque, 1983):
    /// shards of one set may be measured separately and merged in any order and grouping, up to rounding.
    /// </summary>
    /// <exception cref="GiqaException">A count is unknown, or the sizes or divisors differ.</exception>
    public static FeatureStatistics Merge(FeatureStatistics first, FeatureStatistics second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count is not { } firstCount || second.Count is not { } secondCount)
        {
            throw new GiqaException("statistics without a sample count cannot be merged: measure the features again");
        }

        if (first.Dimensions != second.Dimensions || first.Divisor != second.Divisor)
        {
            throw new GiqaException(
                $"statistics of {first.Dimensions} dimensions (divisor {first.Divisor}) and {second.Dimensions} dimensions (divisor {second.Divisor}) cannot be merged: both must come from one feature extractor and one convention");
        }

        var count = firstCount + secondCount;
        var gap = new double[first.Dimensions];
        TensorPrimitives.Subtract(second.Mean, first.Mean, gap);
        var mean = new double[gap.Length];
        TensorPrimitives.MultiplyAdd(gap, (double)secondCount / count, first.Mean, mean);
        var covariance = MergeCovariances(first, firstCount, second, secondCount, gap);
        return new FeatureStatistics(mean, covariance, count, first.Divisor);
    }

    internal static FeatureStatistics Compute(
        FeatureMatrix features, int[]? rows, CovarianceDivisor divisor, int threads, CancellationToken cancellationToken) =>
        rows is null
            ? Measure(new FeatureRows(features), divisor, threads, cancellationToken)
            : Measure(new SelectedRows(features, rows), divisor, threads, cancellationToken);

    /// <summary>The mean of all rows, checked.</summary>
    /// <exception cref="GiqaException">Fewer than 2 rows, or a value that is not finite.</exception>
    internal static double[] MeanOf<TRows>(TRows rows, int threads, CancellationToken cancellationToken)
        where TRows : IRowSource
    {
        if (rows.Rows < 2)
        {
            throw new GiqaException($"a covariance needs at least 2 images, but the set has {rows.Rows}: add images");
        }

        var mean = Moments.Mean(rows, threads, cancellationToken);
        return Array.TrueForAll(mean, double.IsFinite) ? mean : throw NotFinite(rows);
    }

    internal static double Divisions(int count, CovarianceDivisor divisor) =>
        divisor == CovarianceDivisor.Count ? count : count - 1;

    private static unsafe FeatureStatistics Measure<TRows>(
        TRows rows, CovarianceDivisor divisor, int threads, CancellationToken cancellationToken)
        where TRows : IRowSource
    {
        var mean = MeanOf(rows, threads, cancellationToken);
        var covariance = new double[checked(rows.Columns * rows.Columns)];
        LinearAlgebra.Current.UseOneThread();
        fixed (double* target = covariance)
        {
            Moments.Scatter(rows, mean, 1.0 / Divisions(rows.Rows, divisor), target, threads, cancellationToken);
            CholeskyFactor.Mirror(target, rows.Columns);
        }

        return new FeatureStatistics(mean, covariance, rows.Rows, divisor);
    }

    private static GiqaException NotFinite<TRows>(TRows rows)
        where TRows : IRowSource
    {
        var zero = new double[rows.Columns];
        var values = new double[rows.Columns];
        for (var row = 0; row < rows.Rows; row++)
        {
            rows.CopyCentred(row, zero, values);
            if (!Array.TrueForAll(values, double.IsFinite))
            {
                return new GiqaException($"feature row {row} holds a value that is not a finite number: extract the features again, or leave that image out");
            }
        }

        return new GiqaException("the features overflow float64 when they are summed: scale them down");
    }

    private static double[] MergeCovariances(FeatureStatistics first, int firstCount, FeatureStatistics second, int secondCount, double[] gap)
    {
        var size = gap.Length;
        var count = firstCount + secondCount;
        var divisions = Divisions(count, first.Divisor);
        var firstShare = Divisions(firstCount, first.Divisor) / divisions;
        var secondShare = Divisions(secondCount, second.Divisor) / divisions;
        var between = (double)firstCount * secondCount / count / divisions;
        var covariance = new double[first.Covariance.Length];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                var at = ((long)i * size) + j;
                covariance[at] = (firstShare * first.Covariance[at]) + (secondShare * second.Covariance[at]) + (between * gap[i] * gap[j]);
            }
        }

        return covariance;
    }
}

/// <summary>Some rows of a feature matrix, in place.</summary>
internal readonly struct SelectedRows(FeatureMatrix features, int[] rows) : IRowSource
{
    public int Rows => rows.Length;

    public int Columns => features.Columns;

    public void CopyCentred(int row, ReadOnlySpan<double> mean, Span<double> destination)
    {
        var source = features.Row(rows[row]);
        for (var i = 0; i < source.Length; i++)
        {
            destination[i] = source[i] - mean[i];
        }
    }

    public void AddTo(int row, int firstColumn, Span<double> sum)
    {
        var source = features.Row(rows[row]).Slice(firstColumn, sum.Length);
        for (var i = 0; i < source.Length; i++)
        {
            sum[i] += source[i];
        }
    }
}
