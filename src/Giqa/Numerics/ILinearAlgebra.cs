namespace Giqa.Numerics;

/// <summary>
/// The dense linear algebra that Giqa needs: twelve routines of BLAS and LAPACK. Matrices are row-major, triangles are upper ones, and
/// every routine stays on the thread that calls it: Giqa cuts the work itself, so that no result depends on the number of cores.
/// </summary>
internal unsafe interface ILinearAlgebra
{
    /// <summary>What does the work, with its version and kernels.</summary>
    string Description { get; }

    /// <summary>Sees to it that the routines stay on one thread, should something else in the process have changed that.</summary>
    void UseOneThread();

    /// <summary>C := alpha op(A) op(B) + beta C; op(A) is m x k, op(B) is k x n (sgemm).</summary>
    void MultiplySingle(Transposed transposedA, Transposed transposedB, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc);

    /// <summary>C := alpha op(A) op(B) + beta C; op(A) is m x k, op(B) is k x n (dgemm).</summary>
    void MultiplyDouble(Transposed transposedA, Transposed transposedB, int m, int n, int k, double alpha, double* a, int lda, double* b, int ldb, double beta, double* c, int ldc);

    /// <summary>The upper triangle of C := alpha op(A) op(A)^T + beta C; op(A) is n x k (ssyrk).</summary>
    void SymmetricRankSingle(Transposed transposed, int n, int k, float alpha, float* a, int lda, float beta, float* c, int ldc);

    /// <summary>The upper triangle of C := alpha op(A) op(A)^T + beta C; op(A) is n x k (dsyrk).</summary>
    void SymmetricRankDouble(Transposed transposed, int n, int k, double alpha, double* a, int lda, double beta, double* c, int ldc);

    /// <summary>B := op(A) B or B op(A), by the side; B is m x n, A a triangle (dtrmm).</summary>
    void TriangularMultiply(Side side, Transposed transposed, int m, int n, double* a, int lda, double* b, int ldb);

    /// <summary>B := B op(A)^-1; B is m x n, A a triangle (dtrsm).</summary>
    void TriangularSolve(Transposed transposed, int m, int n, double* a, int lda, double* b, int ldb);

    /// <summary>A = R^T R: R takes the place of the upper triangle, the lower one is left alone (dpotrf).</summary>
    /// <returns>Whether the matrix is positive definite; where it is not, the upper triangle is spoilt.</returns>
    bool Cholesky(int size, double* a);

    /// <summary>P^T A P = R^T R, with the largest pivot that is left taken first (dpstrf).</summary>
    /// <param name="size">Rows and columns.</param>
    /// <param name="a">The upper triangle, replaced by R.</param>
    /// <param name="pivots">The number, from 1, of the row that came to each place.</param>
    /// <returns>The numerical rank; from that row on, R means nothing.</returns>
    int PivotedCholesky(int size, double* a, int* pivots);

    /// <summary>The inverse of a triangle, in its place; the lower one is left alone (dtrtri).</summary>
    void TriangularInverse(int size, double* a);

    /// <summary>Eigenvalues in rising order and, on demand, eigenvectors as rows in the matrix's place; its upper triangle is read (dsyevd).</summary>
    /// <returns>Whether they were found.</returns>
    bool TrySymmetricEigen(bool vectors, int size, double* matrix, double* values);

    /// <summary>Singular values in falling order; the matrix, rows x columns without gaps, is overwritten (dgesdd).</summary>
    /// <returns>Whether they were found.</returns>
    bool TrySingularValues(int rows, int columns, double* matrix, double* values);
}

/// <summary>Whether op(X) is X or its transpose, by CBLAS's numbers.</summary>
internal enum Transposed
{
    No = 111,
    Yes = 112,
}

/// <summary>Where the triangle stands in a product, by CBLAS's numbers.</summary>
internal enum Side
{
    Left = 141,
    Right = 142,
}
