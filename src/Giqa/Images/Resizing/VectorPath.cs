namespace Giqa.Images;

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
