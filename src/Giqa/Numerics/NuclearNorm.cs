namespace Giqa.Numerics;

/// <summary>The sum of a matrix's singular values.</summary>
internal static unsafe class NuclearNorm
{
    /// <summary>
    /// What the sum of square roots of eigenvalues may be expected to lose to rounding, relative to the sum, before the slower
    /// route is taken. On features the loss seen is a hundredth of what is expected.
    /// </summary>
    internal const double Exact = 1e-9;

    /// <summary>The same where distances are only compared with each other, for a spread or a line through them.</summary>
    internal const double ForSpreads = 1e-6;

    /// <summary>
    /// The sum of singular values of a row-major matrix. The eigenvalues of its smaller Gram matrix are tried first; an
    /// eigenvalue near zero leaves its square root only half of the digits, and then the singular values themselves are taken.
    /// </summary>
    /// <param name="matrix">rows x columns values; overwritten.</param>
    /// <param name="rows">0 or more.</param>
    /// <param name="columns">0 or more.</param>
    /// <param name="tolerance">What may be lost, relative to the sum.</param>
    internal static double Compute(double[] matrix, int rows, int columns, double tolerance = Exact)
    {
        if (rows == 0 || columns == 0)
        {
            return 0.0;
        }

        return TryRootSum(GramEigenvalues(matrix, rows, columns), tolerance, out var sum) ? sum : SumSingularValues(matrix, rows, columns);
    }

    /// <summary>The sum of the square roots of a positive semi-definite matrix's eigenvalues, negatives taken as 0.</summary>
    /// <returns>Whether the roots are accurate: false where eigenvalues drown in the rounding of the largest.</returns>
    internal static bool TryRootSum(double[] eigenvalues, double tolerance, out double sum)
    {
        var noise = Math.ScaleB(1.0, -52) * eigenvalues.Max();
        var squaredError = 0.0;
        sum = 0.0;
        foreach (var value in eigenvalues)
        {
            var root = Math.Sqrt(Math.Max(value, 0.0));
            sum += root;
            var loss = Math.Min(noise / (2.0 * root), Math.Sqrt(noise));
            squaredError += loss * loss;
        }

        return Math.Sqrt(squaredError) <= tolerance * sum;
    }

    private static double[] GramEigenvalues(double[] matrix, int rows, int columns)
    {
        var size = Math.Min(rows, columns);
        var (transpose, depth) = rows <= columns ? (Transposed.No, columns) : (Transposed.Yes, rows);
        using var gram = new AlignedBuffer<double>((long)size * size);
        var values = new double[size];
        fixed (double* source = matrix, target = values)
        {
            LinearAlgebra.Current.SymmetricRankDouble(transpose, size, depth, 1.0, source, columns, 0.0, gram.Pointer, size);
            SymmetricEigen.Values(gram.Pointer, size, target);
        }

        return values;
    }

    private static double SumSingularValues(double[] matrix, int rows, int columns)
    {
        var size = Math.Min(rows, columns);
        var values = new double[size];
        bool areFound;
        fixed (double* a = matrix, s = values)
        {
            areFound = LinearAlgebra.Current.TrySingularValues(rows, columns, a, s);
        }

        return areFound
            ? values.Sum()
            : throw new GiqaException($"the singular values of a {rows} x {columns} matrix were not found: check the features for extreme values");
    }
}
