namespace Giqa.Numerics;

/// <summary>Eigenvalues and eigenvectors of a symmetric matrix, by LAPACK's divide and conquer (dsyevd).</summary>
internal static unsafe class SymmetricEigen
{
    /// <summary>
    /// Replaces the matrix by its eigenvectors, one per row (row i belongs to eigenvalue i), and gives the eigenvalues
    /// in rising order.
    /// </summary>
    /// <param name="matrix">n x n, row-major; the upper triangle is read.</param>
    /// <param name="size">n.</param>
    /// <param name="values">n doubles.</param>
    internal static void Decompose(double* matrix, int size, double* values) => Decompose((byte)'V', matrix, size, values);

    /// <summary>The eigenvalues alone, in rising order; the matrix is overwritten.</summary>
    /// <param name="matrix">n x n, row-major; the upper triangle is read.</param>
    /// <param name="size">n.</param>
    /// <param name="values">n doubles.</param>
    internal static void Values(double* matrix, int size, double* values) => Decompose((byte)'N', matrix, size, values);

    private static void Decompose(byte job, double* matrix, int size, double* values)
    {
        // Row-major upper is column-major lower; eigenvectors come back as columns, which are our rows.
        var triangle = (byte)'L';
        int workLength = -1, integerLength = -1, info, neededIntegers;
        double neededWork;
        OpenBlas.SymmetricEigen(&job, &triangle, &size, matrix, &size, values, &neededWork, &workLength, &neededIntegers, &integerLength, &info, 1, 1);
        workLength = (int)neededWork;
        integerLength = neededIntegers;
        using var work = new AlignedBuffer<double>(workLength);
        using var integers = new AlignedBuffer<int>(integerLength);
        OpenBlas.SymmetricEigen(&job, &triangle, &size, matrix, &size, values, work.Pointer, &workLength, integers.Pointer, &integerLength, &info, 1, 1);
        if (info != 0)
        {
            throw new GiqaException($"the eigenvalues of a {size} x {size} covariance matrix were not found (LAPACK dsyevd: {info}); features must be finite: check the input for NaN or infinity");
        }
    }
}
