using System.Runtime.Intrinsics.X86;
using Giqa.Numerics;

namespace Giqa.Tests.Numerics;

public sealed class OpenBlasTests
{
    [Fact]
    public void Describe_InstalledLibrary_NamesItself() => Assert.Contains("OpenBLAS", OpenBlasLibrary.Describe(), StringComparison.Ordinal);

    [Fact]
    public void Describe_ProcessorWithWideVectors_UsesNoKernelsWithoutThem()
    {
        string[] withoutWideVectors = ["Prescott", "Core2", "Generic"];
        Assert.True(!Avx2.IsSupported || !withoutWideVectors.Any(OpenBlasLibrary.Describe().Contains), OpenBlasLibrary.Describe());
    }

    [Fact]
    public unsafe void Cholesky_RowMajorLower_IsColumnMajorUpper()
    {
        double[] matrix = [4, 2, 2, 5];
        int n = 2, info;
        var triangle = (byte)'U';
        fixed (double* a = matrix)
        {
            OpenBlas.Cholesky(&triangle, &n, a, &n, &info, 1);
        }

        Assert.Equal(0, info);
        Assert.Equal(2, matrix[0], 15);
        Assert.Equal(1, matrix[2], 15);
        Assert.Equal(2, matrix[3], 15);
    }
}
