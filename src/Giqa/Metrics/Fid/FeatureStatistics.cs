using System.Numerics.Tensors;
using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>The mean and covariance of a set's features in float64: all that FID needs from a set.</summary>
/// <remarks>Immutable, safe to share between threads as long as the arrays are not written to.</remarks>
internal sealed partial class FeatureStatistics
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

    /// <summary>Measures a set in stretches of rows that are joined in a tree (<see cref="RowMoments"/>). Memory: D x D doubles a level, of which there are five at most.</summary>
    /// <param name="features">At least 2 rows, all values finite.</param>
    /// <param name="divisor">The covariance's divisor.</param>
    /// <param name="threads">How many threads; 0 takes one per processor. The result does not depend on it.</param>
    /// <param name="cancellationToken">Checked for every block.</param>
    /// <exception cref="GiqaException">Fewer than 2 rows, or a value that is not finite.</exception>
    public static FeatureStatistics Compute(
        FeatureMatrix features,
        CovarianceDivisor divisor = CovarianceDivisor.CountMinusOne,
        int threads = 0,
        CancellationToken cancellationToken = default) =>
        Compute(features, rows: null, divisor, threads, cancellationToken);

    internal static FeatureStatistics Compute(
        FeatureMatrix features, int[]? rows, CovarianceDivisor divisor, int threads, CancellationToken cancellationToken) =>
        rows is null
            ? Measure(new FeatureRows(features), () => MomentWork.Of(features, threads, cancellationToken), divisor)
            : Measure(new SelectedRows(features, rows), () => RowMoments.Of(new SelectedRows(features, rows), threads, cancellationToken), divisor);

    /// <summary>The statistics of the other rows: without those of some rows.</summary>
    /// <param name="part">Of some of the rows, by the same divisor; both counts are known, and differ by 2 at least.</param>
    internal FeatureStatistics Without(FeatureStatistics part)
    {
        var (count, some) = (Count!.Value, part.Count!.Value);
        var rest = count - some;
        var (gap, mean) = (new double[Dimensions], new double[Dimensions]);
        TensorPrimitives.Subtract(Mean, part.Mean, gap);
        TensorPrimitives.MultiplyAdd(gap, (double)some / rest, Mean, mean);
        TensorPrimitives.Multiply(gap, (double)count / rest, gap);
        var divisions = Divisions(rest, Divisor);
        var wholeShare = Divisions(count, Divisor) / divisions;
        var partShare = Divisions(some, Divisor) / divisions;
        var between = (double)some * rest / count / divisions;
        var covariance = new double[Covariance.Length];
        for (var i = 0; i < Dimensions; i++)
        {
            for (var j = 0; j < Dimensions; j++)
            {
                var at = ((long)i * Dimensions) + j;
                covariance[at] = (wholeShare * Covariance[at]) - (partShare * part.Covariance[at]) - (between * gap[i] * gap[j]);
            }
        }

        return new FeatureStatistics(mean, covariance, rest, Divisor);
    }

    /// <summary>The mean of all rows, checked.</summary>
    /// <exception cref="GiqaException">Fewer than 2 rows, or a value that is not finite.</exception>
    internal static double[] MeanOf<TRows>(TRows rows, int threads, CancellationToken cancellationToken)
        where TRows : IRowSource
    {
        RequireRows(rows.Rows);
        var mean = Moments.Mean(rows, threads, cancellationToken);
        return Array.TrueForAll(mean, double.IsFinite) ? mean : throw NotFinite(rows);
    }

    internal static double Divisions(int count, CovarianceDivisor divisor) =>
        divisor == CovarianceDivisor.Count ? count : count - 1;

    private static unsafe FeatureStatistics Measure<TRows>(TRows rows, Func<RowMoments> measure, CovarianceDivisor divisor)
        where TRows : IRowSource
    {
        RequireRows(rows.Rows);
        var moments = measure();
        if (!Array.TrueForAll(moments.Mean, double.IsFinite))
        {
            throw NotFinite(rows);
        }

        TensorPrimitives.Divide(moments.Scatter, Divisions(moments.Count, divisor), moments.Scatter);
        fixed (double* covariance = moments.Scatter)
        {
            CholeskyFactor.Mirror(covariance, moments.Mean.Length);
        }

        return new FeatureStatistics(moments.Mean, moments.Scatter, moments.Count, divisor);
    }

    private static void RequireRows(int rows)
    {
        if (rows < 2)
        {
            throw new GiqaException($"a covariance needs at least 2 images, but the set has {rows}: add images");
        }
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
}
