using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// Principal component analysis: centred, not whitened, cut at the smallest number of components whose cumulative share
/// of the variance exceeds the rate, as scikit-learn's <c>PCA(rate)</c> does.
/// </summary>
/// <remarks>
/// Immutable and safe to share between threads. All in float64, from the eigenvectors of the covariance matrix or, when
/// there are fewer rows than features, of the Gram matrix. A component's sign is that which makes its largest loading
/// positive. <see cref="Transform(FeatureMatrix, int, CancellationToken)"/> gives a row the same bits in every batch.
/// </remarks>
internal sealed class PrincipalComponents
{
    private readonly double[] _mean;
    private readonly double[] _components;
    private readonly double[] _explainedVariance;

    /// <summary>Restores a fitted analysis.</summary>
    /// <param name="mean">D means.</param>
    /// <param name="components">K x D, one unit vector per row.</param>
    /// <param name="explainedVariance">K variances along the components, falling.</param>
    /// <param name="totalVariance">The sum of the variances of all features.</param>
    /// <param name="noiseVariance">The mean variance along the directions left out.</param>
    public PrincipalComponents(
        double[] mean, double[] components, double[] explainedVariance, double totalVariance, double noiseVariance)
    {
        ArgumentOutOfRangeException.ThrowIfZero(mean.Length, nameof(mean));
        ArgumentOutOfRangeException.ThrowIfZero(explainedVariance.Length, nameof(explainedVariance));
        ArgumentOutOfRangeException.ThrowIfNotEqual(
            components.LongLength, (long)mean.Length * explainedVariance.Length, nameof(components));
        _mean = (double[])mean.Clone();
        _components = (double[])components.Clone();
        _explainedVariance = (double[])explainedVariance.Clone();
        TotalVariance = totalVariance;
        NoiseVariance = noiseVariance;
    }

    /// <summary>D, the number of features.</summary>
    public int Dimensions => _mean.Length;

    /// <summary>K, the number of components kept.</summary>
    public int Count => _explainedVariance.Length;

    /// <summary>The D means.</summary>
    public ReadOnlySpan<double> Mean => _mean;

    /// <summary>K x D, one unit vector per row, largest variance first.</summary>
    public ReadOnlySpan<double> Components => _components;

    /// <summary>The K variances along the components (over N - 1).</summary>
    public ReadOnlySpan<double> ExplainedVariance => _explainedVariance;

    /// <summary>The sum of the variances of all features (over N - 1).</summary>
    public double TotalVariance { get; }

    /// <summary>The mean variance along the directions left out; 0 when none is.</summary>
    public double NoiseVariance { get; }

    /// <summary>Finds the components.</summary>
    /// <param name="features">N x D, N at least 2, all finite.</param>
    /// <param name="rate">The share of the variance to keep, above 0 and at most 1.</param>
    /// <param name="threads">0 means one per core; the result does not depend on it.</param>
    /// <param name="cancellationToken">Checked per block of rows.</param>
    /// <exception cref="GiqaException">Too few rows, no variance at all, or NaN or infinity in the features.</exception>
    public static PrincipalComponents Fit(
        FeatureMatrix features, double rate, int threads = 0, CancellationToken cancellationToken = default) =>
        PrincipalComponentsFit.Run(new FeatureRows(features), () => MomentWork.Of(features, threads, cancellationToken), rate, threads, cancellationToken);

    /// <summary>Finds the components of float64 rows.</summary>
    /// <param name="rows">N x D, row-major, all finite.</param>
    /// <param name="count">N, at least 2.</param>
    /// <param name="rate">The share of the variance to keep, above 0 and at most 1.</param>
    /// <param name="threads">0 means one per core; the result does not depend on it.</param>
    /// <param name="cancellationToken">Checked per block of rows.</param>
    /// <exception cref="GiqaException">Too few rows, no variance at all, or NaN or infinity in the features.</exception>
    public static unsafe PrincipalComponents Fit(
        ReadOnlySpan<double> rows, int count, double rate, int threads = 0, CancellationToken cancellationToken = default)
    {
        var columns = FlatMatrix.Columns(rows.Length, count);
        fixed (double* data = rows)
        {
            var source = new DoubleRows(new MatrixView(data, count, columns));
            return PrincipalComponentsFit.Run(source, () => RowMoments.Of(source, threads, cancellationToken), rate, threads, cancellationToken);
        }
    }

    /// <summary>Coordinates of rows along the components: (x - mean) V^T.</summary>
    /// <param name="features">N x D.</param>
    /// <param name="threads">0 means one per core; the result does not depend on it.</param>
    /// <param name="cancellationToken">Checked per block of rows.</param>
    /// <returns>N x K, row-major. A row with NaN gives NaN, and does not affect others.</returns>
    public double[] Transform(FeatureMatrix features, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(features.Columns, Dimensions, nameof(features));
        return Transform(new FeatureRows(features), threads, cancellationToken);
    }

    /// <summary>Coordinates of float64 rows along the components: (x - mean) V^T.</summary>
    /// <param name="rows">N x D, row-major.</param>
    /// <param name="count">N.</param>
    /// <param name="threads">0 means one per core; the result does not depend on it.</param>
    /// <param name="cancellationToken">Checked per block of rows.</param>
    /// <returns>N x K, row-major. A row with NaN gives NaN, and does not affect others.</returns>
    public unsafe double[] Transform(
        ReadOnlySpan<double> rows, int count, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(rows.Length, (long)count * Dimensions, nameof(rows));
        fixed (double* data = rows)
        {
            return Transform(new DoubleRows(new MatrixView(data, count, Dimensions)), threads, cancellationToken);
        }
    }

    /// <summary>Writes the coordinates, and, where asked for, the squared length of what the components leave over of each row.</summary>
    /// <param name="rows">N x D.</param>
    /// <param name="destination">N x K.</param>
    /// <param name="squaredResiduals">N, or empty.</param>
    /// <param name="threads">0 means one per core.</param>
    /// <param name="cancellationToken">Checked per block of rows.</param>
    internal unsafe void Transform<TRows>(
        TRows rows, Span<double> destination, Span<double> squaredResiduals, int threads, CancellationToken cancellationToken)
        where TRows : IRowSource
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, (long)rows.Rows * Count, nameof(destination));
        fixed (double* components = _components, target = destination, residuals = squaredResiduals)
        {
            FixedProducts.Project(rows, _mean, new MatrixView(components, Count, Dimensions), target, residuals, threads, cancellationToken);
        }
    }

    private double[] Transform<TRows>(TRows rows, int threads, CancellationToken cancellationToken)
        where TRows : IRowSource
    {
        var result = new double[(long)rows.Rows * Count];
        Transform(rows, result, default, threads, cancellationToken);
        return result;
    }
}
