using System.Runtime.InteropServices;

namespace Giqa.Numerics;

/// <summary>
/// The functions of OpenBLAS that Giqa uses: CBLAS, and LAPACK under its Fortran names (Debian's build has no LAPACKE).
/// A row-major upper triangle is a column-major lower one, so LAPACK works on our matrices without copies.
/// </summary>
internal static unsafe partial class OpenBlas
{
    internal const int RowMajor = 101;
    internal const int NoTranspose = 111;
    internal const int Transpose = 112;
    internal const int Upper = 121;
    internal const int Lower = 122;
    internal const int NonUnit = 131;
    internal const int Left = 141;
    internal const int Right = 142;

    private const string Library = OpenBlasLibrary.Name;

    [LibraryImport(Library, EntryPoint = "cblas_sgemm")]
    internal static partial void MultiplySingle(int order, int transposeA, int transposeB, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc);

    [LibraryImport(Library, EntryPoint = "cblas_dgemm")]
    internal static partial void MultiplyDouble(int order, int transposeA, int transposeB, int m, int n, int k, double alpha, double* a, int lda, double* b, int ldb, double beta, double* c, int ldc);

    [LibraryImport(Library, EntryPoint = "cblas_ssyrk")]
    internal static partial void SymmetricRankSingle(int order, int triangle, int transpose, int n, int k, float alpha, float* a, int lda, float beta, float* c, int ldc);

    [LibraryImport(Library, EntryPoint = "cblas_dsyrk")]
    internal static partial void SymmetricRankDouble(int order, int triangle, int transpose, int n, int k, double alpha, double* a, int lda, double beta, double* c, int ldc);

    [LibraryImport(Library, EntryPoint = "cblas_dtrmm")]
    internal static partial void TriangularMultiply(int order, int side, int triangle, int transpose, int diagonal, int m, int n, double alpha, double* a, int lda, double* b, int ldb);

    [LibraryImport(Library, EntryPoint = "cblas_dtrsm")]
    internal static partial void TriangularSolve(int order, int side, int triangle, int transpose, int diagonal, int m, int n, double alpha, double* a, int lda, double* b, int ldb);

    [LibraryImport(Library, EntryPoint = "dpotrf_")]
    internal static partial void Cholesky(byte* triangle, int* n, double* a, int* lda, int* info, nuint triangleLength);

    [LibraryImport(Library, EntryPoint = "dpstrf_")]
    internal static partial void PivotedCholesky(byte* triangle, int* n, double* a, int* lda, int* pivots, int* rank, double* tolerance, double* work, int* info, nuint triangleLength);

    [LibraryImport(Library, EntryPoint = "dtrtri_")]
    internal static partial void TriangularInverse(byte* triangle, byte* diagonal, int* n, double* a, int* lda, int* info, nuint triangleLength, nuint diagonalLength);

    [LibraryImport(Library, EntryPoint = "dsyevd_")]
    internal static partial void SymmetricEigen(byte* job, byte* triangle, int* n, double* a, int* lda, double* w, double* work, int* workLength, int* integerWork, int* integerWorkLength, int* info, nuint jobLength, nuint triangleLength);

    [LibraryImport(Library, EntryPoint = "openblas_set_num_threads")]
    internal static partial void SetThreads(int count);

    [LibraryImport(Library, EntryPoint = "openblas_get_num_threads")]
    internal static partial int GetThreads();

    [LibraryImport(Library, EntryPoint = "openblas_get_config")]
    internal static partial byte* GetConfiguration();
}
