namespace Giqa.Features.Inception;

/// <summary>The geometry of a convolution.</summary>
internal readonly record struct Kernel(int Height, int Width, int Stride = 1, int PadHeight = 0, int PadWidth = 0)
{
    /// <summary>A 1 x 1 convolution.</summary>
    internal static Kernel Point => new(1, 1);

    /// <summary>A kernel of odd sides, padded so that the image keeps its size.</summary>
    internal static Kernel Same(int height, int width) => new(height, width, 1, height / 2, width / 2);
}
