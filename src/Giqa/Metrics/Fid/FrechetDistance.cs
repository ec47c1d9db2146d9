using System.Numerics.Tensors;
using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>
/// FID: the squared Fréchet distance between Gaussians fitted to two feature sets,
/// |m1 - m2|^2 + tr S1 + tr S2 - 2 tr (S1 S2)^(1/2) (Heusel et al., 2017).
/// </summary>
/// <remarks>
/// The trace of the root is the sum of square roots of the eigenvalues of L^T S2 L with S1 = L L^T, or, if a covariance
/// is singular, the nuclear norm of the product of two factors. Nothing is added to a diagonal, and no complex numbers arise.
/// Agrees with SciPy's sqrtm to 1e-9 relative on full-rank input.
/// </remarks>
internal static class FrechetDistance
{
    /// <summary>
    /// A pivot below this share of the largest, times D, means that the decomposition found only rounding noise there.
    /// </summary>
    private const double PivotFloor = 1e-13;

    /// <summary>The distance between two sets, given by their statistics.</summary>
    /// <exception cref="GiqaException">The dimensions or divisors differ.</exception>
    public static FrechetResult Compute(FeatureStatistics first, FeatureStatistics second)
    {
        RequireSame(first.Dimensions, second.Dimensions);
        if (first.Divisor != second.Divisor)
        {
            throw new GiqaException($"covariances divided by {first.Divisor} and by {second.Divisor} cannot be compared: measure both sets by one convention");
        }

        return Assemble(first.Mean, first.Trace, second.Mean, second.Trace, RootTrace(first, second));
    }

    /// <summary>
    /// The distance between two feature sets. A set with fewer images than dimensions is represented by its rows, which is
    /// faster than its covariance and exact.
    /// </summary>
    /// <param name="first">At least 2 rows.</param>
    /// <param name="second">At least 2 rows of the same length.</param>
    /// <param name="divisor">The covariances' divisor.</param>
    /// <param name="threads">How many threads; 0 takes one per processor.</param>
    /// <param name="cancellationToken">Checked for every block of rows.</param>
    /// <exception cref="GiqaException">Too few rows, other dimensions, or values that are not finite.</exception>
    public static FrechetResult Compute(
        FeatureMatrix first,
        FeatureMatrix second,
        CovarianceDivisor divisor = CovarianceDivisor.CountMinusOne,
        int threads = 0,
        CancellationToken cancellationToken = default)
    {
        var prepared = FrechetSet.Create(first, divisor, threads, cancellationToken);
        return Compute(prepared, FrechetSet.Create(second, divisor, threads, cancellationToken));
    }

    /// <summary>The distance between two prepared sets, so that one set can be measured once and compared often.</summary>
    internal static FrechetResult Compute(FrechetSet first, FrechetSet second)
    {
        RequireSame(first.Mean.Length, second.Mean.Length);
        if (first.Statistics is { } firstStatistics && second.Statistics is { } secondStatistics)
        {
            return Compute(firstStatistics, secondStatistics);
        }

        var rootTrace = RootTrace(first.Factor, second.Factor, first.Mean.Length);
        return Assemble(first.Mean, first.Trace, second.Mean, second.Trace, rootTrace);
    }

    /// <summary>
    /// The distance to a part of a set, to about a millionth of the traces: F S F^T has the roots that are summed, with F the whole
    /// set's factor, made once for all parts. Images of one kind give covariances whose smallest eigenvalues drown in the rounding of the largest, so that
    /// <see cref="Compute(FrechetSet, FrechetSet)"/> needs singular values; a spread does not.
    /// </summary>
    internal static double NearDistance(FrechetSet whole, FrechetSet part)
    {
        RequireSame(whole.Mean.Length, part.Mean.Length);
        var rootTrace = part.Statistics is { } statistics
            ? TryRootTrace(whole.Factor, statistics)
            : RootTrace(whole.Factor, part.Factor, part.Mean.Length, NuclearNorm.ForSpreads);
        return rootTrace is { } known ? Assemble(whole.Mean, whole.Trace, part.Mean, part.Trace, known).Distance : Compute(whole, part).Distance;
    }

    private static void RequireSame(int first, int second)
    {
        if (first != second)
        {
            throw new GiqaException($"features of {first} and of {second} dimensions cannot be compared: extract both sets with one backbone");
        }
    }

    private static FrechetResult Assemble(double[] firstMean, double firstTrace, double[] secondMean, double secondTrace, double rootTrace)
    {
        var gap = TensorPrimitives.Distance<double>(firstMean, secondMean);
        var meanTerm = gap * gap;
        var covarianceTerm = firstTrace + secondTrace - (2.0 * rootTrace);
        return new FrechetResult(Math.Max(0.0, meanTerm + covarianceTerm), meanTerm, covarianceTerm);
    }

    private static double RootTrace(FeatureStatistics first, FeatureStatistics second)
    {
        if (LiveColumns.Find(first, second) is { } live)
        {
            return live.Length == 0 ? 0.0 : RootTrace(LiveColumns.Take(first, live), LiveColumns.Take(second, live));
        }

        return TryCholeskyRootTrace(first, second)
            ?? RootTrace(CovarianceFactor.FromStatistics(first), CovarianceFactor.FromStatistics(second), first.Dimensions);
    }

    private static unsafe double? TryRootTrace(CovarianceFactor factor, FeatureStatistics statistics)
    {
        var (rows, size) = (factor.Rows, statistics.Dimensions);
        if (rows == 0)
        {
            return 0.0;
        }

        using var half = new AlignedBuffer<double>((long)rows * size);
        using var product = new AlignedBuffer<double>((long)rows * rows);
        var values = new double[rows];
        fixed (double* f = factor.Values, covariance = statistics.Covariance, target = values)
        {
            LinearAlgebra.Current.MultiplyDouble(Transposed.No, Transposed.No, rows, size, size, 1.0, f, size, covariance, size, 0.0, half.Pointer, size);
            LinearAlgebra.Current.MultiplyDouble(Transposed.No, Transposed.Yes, rows, rows, size, 1.0, half.Pointer, size, f, size, 0.0, product.Pointer, rows);
            SymmetricEigen.Values(product.Pointer, rows, target);
        }

        return NuclearNorm.TryRootSum(values, NuclearNorm.ForSpreads, out var sum) ? sum : null;
    }

    private static unsafe double RootTrace(CovarianceFactor first, CovarianceFactor second, int dimensions, double tolerance = NuclearNorm.Exact)
    {
        var product = new double[checked(first.Rows * second.Rows)];
        fixed (double* a = first.Values, b = second.Values, c = product)
        {
            LinearAlgebra.Current.MultiplyDouble(
                Transposed.No,
                Transposed.Yes,
                first.Rows,
                second.Rows,
                dimensions,
                1.0,
                a,
                dimensions,
                b,
                dimensions,
                0.0,
                c,
                Math.Max(1, second.Rows));
        }

        return NuclearNorm.Compute(product, first.Rows, second.Rows, tolerance);
    }

    private static double? TryCholeskyRootTrace(FeatureStatistics first, FeatureStatistics second)
    {
        if (first.Count <= first.Dimensions || second.Count <= second.Dimensions)
        {
            return null;
        }

        var lower = TryCholesky(first);
        if (lower is null)
        {
            return null;
        }

        var values = SandwichEigenvalues(lower, second.Covariance, first.Dimensions);
        return NuclearNorm.TryRootSum(values, NuclearNorm.Exact, out var sum) ? sum : null;
    }

    /// <summary>LAPACK's column-major L, which is the row-major upper triangle L^T; null if the covariance is singular.</summary>
    internal static unsafe double[]? TryCholesky(FeatureStatistics statistics)
    {
        var size = statistics.Dimensions;
        var lower = (double[])statistics.Covariance.Clone();
        fixed (double* a = lower)
        {
            if (!LinearAlgebra.Current.Cholesky(size, a))
            {
                return null;
            }
        }

        double smallest = double.MaxValue, largest = 0.0;
        for (var i = 0; i < size; i++)
        {
            var pivot = lower[((long)i * size) + i] * lower[((long)i * size) + i];
            smallest = Math.Min(smallest, pivot);
            largest = Math.Max(largest, pivot);
        }

        return smallest > PivotFloor * size * largest ? lower : null;
    }

    /// <summary>The eigenvalues of L^T S L, where <paramref name="lower"/> is LAPACK's column-major L: the row-major upper triangle L^T.</summary>
    private static unsafe double[] SandwichEigenvalues(double[] lower, double[] covariance, int size)
    {
        using var product = new AlignedBuffer<double>(covariance.LongLength);
        covariance.CopyTo(new Span<double>(product.Pointer, covariance.Length));
        var values = new double[size];
        fixed (double* triangle = lower, target = values)
        {
            LinearAlgebra.Current.TriangularMultiply(Side.Left, Transposed.No, size, size, triangle, size, product.Pointer, size);
            LinearAlgebra.Current.TriangularMultiply(Side.Right, Transposed.Yes, size, size, triangle, size, product.Pointer, size);
            SymmetricEigen.Values(product.Pointer, size, target);
        }

        return values;
    }
}

/// <summary>A Fréchet distance and its two terms.</summary>
/// <param name="Distance">The squared distance known as FID, 0 or more.</param>
/// <param name="MeanTerm">|m1 - m2|^2.</param>
/// <param name="CovarianceTerm">tr S1 + tr S2 - 2 tr (S1 S2)^(1/2).</param>
internal sealed record FrechetResult(double Distance, double MeanTerm, double CovarianceTerm);
