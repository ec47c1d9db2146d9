using System.Runtime.Intrinsics.X86;

namespace Giqa.Images;

/// <summary>The vector paths that this processor, as the runtime presents it, can take.</summary>
internal static class VectorPaths
{
    internal static VectorPath Best =>
        Avx512F.IsSupported ? VectorPath.Avx512 : Avx2.IsSupported ? VectorPath.Avx2 : VectorPath.Scalar;

    internal static IEnumerable<VectorPath> Supported => Enum.GetValues<VectorPath>().Where(path => path <= Best);
}

/// <summary>Which instructions resample. All give the same bits.</summary>
internal enum VectorPath
{
    /// <summary>One sample at a time: any processor, and the reference for the others.</summary>
    Scalar,

    /// <summary>256-bit vectors.</summary>
    Avx2,

    /// <summary>512-bit vectors.</summary>
    Avx512,
}
