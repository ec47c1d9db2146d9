namespace Giqa.Numerics;

/// <summary>OpenBLAS. A row-major upper triangle is a column-major lower one, so LAPACK works on our matrices without copies.</summary>
internal sealed unsafe class OpenBlasAlgebra : ILinearAlgebra
{
    private const int RowMajor = 101;
    private const int Upper = 121;
    private const int NonUnit = 131;
    private const byte ColumnMajorLower = (byte)'L';

    public string Description => OpenBlasLibrary.Configuration;

    public void UseOneThread() => OpenBlasLibrary.UseOneThread();

    public void MultiplySingle(Transposed transposedA, Transposed transposedB, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc) =>
        OpenBlas.MultiplySingle(RowMajor, transposedA, transposedB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);

    public void MultiplyDouble(Transposed transposedA, Transposed transposedB, int m, int n, int k, double alpha, double* a, int lda, double* b, int ldb, double beta, double* c, int ldc) =>
        OpenBlas.MultiplyDouble(RowMajor, transposedA, transposedB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);

    public void SymmetricRankSingle(Transposed transposed, int n, int k, float alpha, float* a, int lda, float beta, float* c, int ldc) =>
        OpenBlas.SymmetricRankSingle(RowMajor, Upper, transposed, n, k, alpha, a, lda, beta, c, ldc);

    public void SymmetricRankDouble(Transposed transposed, int n, int k, double alpha, double* a, int lda, double beta, double* c, int ldc) =>
        OpenBlas.SymmetricRankDouble(RowMajor, Upper, transposed, n, k, alpha, a, lda, beta, c, ldc);

    public void TriangularMultiply(Side side, Transposed transposed, int m, int n, double* a, int lda, double* b, int ldb) =>
        OpenBlas.TriangularMultiply(RowMajor, side, Upper, transposed, NonUnit, m, n, 1, a, lda, b, ldb);

    public void TriangularSolve(Transposed transposed, int m, int n, double* a, int lda, double* b, int ldb) =>
        OpenBlas.TriangularSolve(RowMajor, Side.Right, Upper, transposed, NonUnit, m, n, 1, a, lda, b, ldb);

    public bool Cholesky(int size, double* a)
    {
        var triangle = ColumnMajorLower;
        int info;
        OpenBlas.Cholesky(&triangle, &size, a, &size, &info, 1);
        return info == 0;
    }

    public int PivotedCholesky(int size, double* a, int* pivots)
    {
        var triangle = ColumnMajorLower;
        int rank = 0, info;
        var tolerance = -1.0;
        using var work = new AlignedBuffer<double>(2L * size);
        OpenBlas.PivotedCholesky(&triangle, &size, a, &size, pivots, &rank, &tolerance, work.Pointer, &info, 1);
        return rank;
    }

    public void TriangularInverse(int size, double* a)
    {
        byte triangle = ColumnMajorLower, diagonal = (byte)'N';
        int info;
        OpenBlas.TriangularInverse(&triangle, &diagonal, &size, a, &size, &info, 1, 1);
    }

    public bool TrySymmetricEigen(bool vectors, int size, double* matrix, double* values)
    {
        // Eigenvectors come back as columns of a column-major matrix, which are our rows.
        byte job = vectors ? (byte)'V' : (byte)'N', triangle = ColumnMajorLower;
        int workLength = -1, integerLength = -1, info, neededIntegers;
        double neededWork;
        OpenBlas.SymmetricEigen(&job, &triangle, &size, matrix, &size, values, &neededWork, &workLength, &neededIntegers, &integerLength, &info, 1, 1);
        workLength = (int)neededWork;
        integerLength = neededIntegers;
        using var work = new AlignedBuffer<double>(workLength);
        using var integers = new AlignedBuffer<int>(integerLength);
        OpenBlas.SymmetricEigen(&job, &triangle, &size, matrix, &size, values, work.Pointer, &workLength, integers.Pointer, &integerLength, &info, 1, 1);
        return info == 0;
    }

    public bool TrySingularValues(int rows, int columns, double* matrix, double* values)
    {
        // Row-major rows x columns is column-major columns x rows, with the same singular values.
        var job = (byte)'N';
        int workLength = -1, info, one = 1;
        double needed;
        using var integers = new AlignedBuffer<int>(8L * Math.Min(rows, columns));
        OpenBlas.SingularValues(&job, &columns, &rows, matrix, &columns, values, null, &one, null, &one, &needed, &workLength, integers.Pointer, &info, 1);
        workLength = (int)needed;
        using var work = new AlignedBuffer<double>(workLength);
        OpenBlas.SingularValues(&job, &columns, &rows, matrix, &columns, values, null, &one, null, &one, work.Pointer, &workLength, integers.Pointer, &info, 1);
        return info == 0;
    }
}
