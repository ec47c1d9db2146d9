namespace Giqa.Images;

/// <summary>A resampling kernel. Its radius is 1, 2 and 3 source pixels, in this order, when nothing shrinks.</summary>
internal enum ResampleFilter
{
    Triangle,
    Cubic,
    Lanczos,
}
