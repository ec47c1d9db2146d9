using System.Runtime.InteropServices;

namespace Giqa.Numerics;

/// <content>Singular values, divide and conquer.</content>
internal static unsafe partial class OpenBlas
{
    [LibraryImport(Library, EntryPoint = "dgesdd_")]
    internal static partial void SingularValues(byte* job, int* m, int* n, double* a, int* lda, double* s, double* u, int* ldu, double* vt, int* ldvt, double* work, int* workLength, int* integerWork, int* info, nuint jobLength);
}
