namespace Giqa.Numerics;

/// <summary>
/// The whitening of a covariance matrix: S = L L^T (LAPACK's dpotrf), P = L^-T (dtrtri), so that |P^T (x - mean)|^2 is
/// the squared Mahalanobis distance. P is upper triangular.
/// </summary>
internal static unsafe class CholeskyFactor
{
    private const int MostAttempts = 40;

    /// <summary>
    /// Adds <paramref name="ridge"/> to the diagonal and replaces the matrix by P, zeros below the diagonal. While the
    /// matrix is not positive definite, ten times as much is added instead.
    /// </summary>
    /// <param name="matrix">n x n, row-major; the upper triangle is read.</param>
    /// <param name="size">n.</param>
    /// <param name="ridge">What is added to the variances, 0 or more.</param>
    /// <param name="logDeterminant">ln |P|, that is -1/2 ln |S|.</param>
    /// <returns>What was added in the end; more than <paramref name="ridge"/> when that was not enough.</returns>
    /// <exception cref="GiqaException">The matrix holds NaN or infinity.</exception>
    internal static double Whiten(double* matrix, int size, double ridge, out double logDeterminant)
    {
        var diagonal = new double[size];
        double trace = 0;
        for (var i = 0; i < size; i++)
        {
            var row = matrix + ((long)i * size);
            diagonal[i] = row[i];
            trace += row[i];
        }

        if (!double.IsFinite(trace))
        {
            throw new GiqaException("a covariance matrix is not finite; features must be finite: check the input for NaN or infinity");
        }

        Mirror(matrix, size);
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            if (TryFactor(matrix, size, diagonal, ridge))
            {
                logDeterminant = Invert(matrix, size);
                return ridge;
            }

            RestoreUpper(matrix, size);
            ridge = Math.Max(10 * ridge, 1e-14 * Math.Max(trace / size, 1e-280));
        }

        throw new GiqaException($"a {size} x {size} covariance matrix could not be factored, even with {ridge:g3} added to its diagonal: check the features for extreme values");
    }

    /// <summary>ln |P| of a whitening.</summary>
    internal static double LogDeterminant(double* whitening, int size)
    {
        double sum = 0;
        for (var i = 0; i < size; i++)
        {
            sum += Math.Log(whitening[((long)i * size) + i]);
        }

        return sum;
    }

    /// <summary>S = L L^T back from P = L^-T.</summary>
    internal static void Covariance(double* whitening, int size, double* covariance)
    {
        using var inverse = new AlignedBuffer<double>((long)size * size);
        new ReadOnlySpan<double>(whitening, size * size).CopyTo(new Span<double>(inverse.Pointer, size * size));
        LinearAlgebra.Current.TriangularInverse(size, inverse.Pointer);
        LinearAlgebra.Current.SymmetricRankDouble(Transposed.Yes, size, size, 1, inverse.Pointer, size, 0, covariance, size);
        Mirror(covariance, size);
    }

    /// <summary>Copies the upper triangle into the lower one, in tiles that stay in the cache.</summary>
    internal static void Mirror(double* matrix, int size)
    {
        const int tile = 32;
        for (var top = 0; top < size; top += tile)
        {
            for (var left = top; left < size; left += tile)
            {
                var bottom = Math.Min(size, top + tile);
                var right = Math.Min(size, left + tile);
                for (var i = top; i < bottom; i++)
                {
                    for (var j = Math.Max(left, i + 1); j < right; j++)
                    {
                        matrix[((long)j * size) + i] = matrix[((long)i * size) + j];
                    }
                }
            }
        }
    }

    private static void RestoreUpper(double* matrix, int size)
    {
        for (var i = 0; i < size; i++)
        {
            for (var j = i + 1; j < size; j++)
            {
                matrix[((long)i * size) + j] = matrix[((long)j * size) + i];
            }
        }
    }

    private static bool TryFactor(double* matrix, int size, double[] diagonal, double ridge)
    {
        for (var i = 0; i < size; i++)
        {
            matrix[((long)i * size) + i] = diagonal[i] + ridge;
        }

        return LinearAlgebra.Current.Cholesky(size, matrix);
    }

    private static double Invert(double* matrix, int size)
    {
        double logDeterminant = 0;
        for (var i = 0; i < size; i++)
        {
            logDeterminant -= Math.Log(matrix[((long)i * size) + i]);
        }

        LinearAlgebra.Current.TriangularInverse(size, matrix);
        for (var i = 1; i < size; i++)
        {
            new Span<double>(matrix + ((long)i * size), i).Clear();
        }

        return logDeterminant;
    }
}
