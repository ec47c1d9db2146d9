using System.Runtime.InteropServices;

namespace Giqa.Numerics;

/// <summary>
/// The functions of OpenBLAS that Giqa uses: CBLAS, and LAPACK under its Fortran names (Debian's build has no LAPACKE; Accelerate has the
/// same names).
/// </summary>
internal static unsafe partial class OpenBlas
{
    private const string Library = OpenBlasLibrary.Name;

    [LibraryImport(Library, EntryPoint = "cblas_sgemm")]
    internal static partial void MultiplySingle(int order, Transposed transposedA, Transposed transposedB, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc);

    [LibraryImport(Library, EntryPoint = "cblas_dgemm")]
    internal static partial void MultiplyDouble(int order, Transposed transposedA, Transposed transposedB, int m, int n, int k, double alpha, double* a, int lda, double* b, int ldb, double beta, double* c, int ldc);

    [LibraryImport(Library, EntryPoint = "cblas_ssyrk")]
    internal static partial void SymmetricRankSingle(int order, int triangle, Transposed transposed, int n, int k, float alpha, float* a, int lda, float beta, float* c, int ldc);

    [LibraryImport(Library, EntryPoint = "cblas_dsyrk")]
    internal static partial void SymmetricRankDouble(int order, int triangle, Transposed transposed, int n, int k, double alpha, double* a, int lda, double beta, double* c, int ldc);

    [LibraryImport(Library, EntryPoint = "cblas_dtrmm")]
    internal static partial void TriangularMultiply(int order, Side side, int triangle, Transposed transposed, int diagonal, int m, int n, double alpha, double* a, int lda, double* b, int ldb);

    [LibraryImport(Library, EntryPoint = "cblas_dtrsm")]
    internal static partial void TriangularSolve(int order, Side side, int triangle, Transposed transposed, int diagonal, int m, int n, double alpha, double* a, int lda, double* b, int ldb);

    [LibraryImport(Library, EntryPoint = "dpotrf_")]
    internal static partial void Cholesky(byte* triangle, int* n, double* a, int* lda, int* info, nuint triangleLength);

    [LibraryImport(Library, EntryPoint = "dpstrf_")]
    internal static partial void PivotedCholesky(byte* triangle, int* n, double* a, int* lda, int* pivots, int* rank, double* tolerance, double* work, int* info, nuint triangleLength);

    [LibraryImport(Library, EntryPoint = "dtrtri_")]
    internal static partial void TriangularInverse(byte* triangle, byte* diagonal, int* n, double* a, int* lda, int* info, nuint triangleLength, nuint diagonalLength);

    [LibraryImport(Library, EntryPoint = "dsyevd_")]
    internal static partial void SymmetricEigen(byte* job, byte* triangle, int* n, double* a, int* lda, double* w, double* work, int* workLength, int* integerWork, int* integerWorkLength, int* info, nuint jobLength, nuint triangleLength);

    [LibraryImport(Library, EntryPoint = "dgesdd_")]
    internal static partial void SingularValues(byte* job, int* m, int* n, double* a, int* lda, double* s, double* u, int* ldu, double* vt, int* ldvt, double* work, int* workLength, int* integerWork, int* info, nuint jobLength);
}
