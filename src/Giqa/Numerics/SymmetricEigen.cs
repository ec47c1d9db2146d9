namespace Giqa.Numerics;

/// <summary>Eigenvalues and eigenvectors of a symmetric matrix; where none are found, that is an error.</summary>
internal static unsafe class SymmetricEigen
{
    /// <summary>
    /// Replaces the matrix by its eigenvectors, one per row (row i belongs to eigenvalue i), and gives the eigenvalues
    /// in rising order.
    /// </summary>
    /// <param name="matrix">n x n, row-major; the upper triangle is read.</param>
    /// <param name="size">n.</param>
    /// <param name="values">n doubles.</param>
    internal static void Decompose(double* matrix, int size, double* values) => Decompose(true, matrix, size, values);

    /// <summary>The eigenvalues alone, in rising order; the matrix is overwritten.</summary>
    /// <param name="matrix">n x n, row-major; the upper triangle is read.</param>
    /// <param name="size">n.</param>
    /// <param name="values">n doubles.</param>
    internal static void Values(double* matrix, int size, double* values) => Decompose(false, matrix, size, values);

    private static void Decompose(bool vectors, double* matrix, int size, double* values)
    {
        if (!LinearAlgebra.Current.TrySymmetricEigen(vectors, size, matrix, values))
        {
            throw new GiqaException($"the eigenvalues of a {size} x {size} covariance matrix were not found; features must be finite: check the input for NaN or infinity");
        }
    }
}
