namespace Giqa.Images.Codecs;

/// <summary>The only check between what a header announces and what is allocated.</summary>
internal static class PixelLimits
{
    /// <summary>Refuses sizes that are impossible or beyond the options' limit.</summary>
    /// <exception cref="ImageException">The size is zero (<see cref="ImageFault.Corrupt"/>) or too large.</exception>
    internal static void Check(long width, long height, int channels, DecodeOptions options)
    {
        if (width < 1 || height < 1)
        {
            throw new ImageException(ImageFault.Corrupt, $"the header announces {width} x {height} pixels");
        }

        if (height > options.MaxPixels / width)
        {
            throw new ImageException(ImageFault.TooLarge, $"{width} x {height} pixels are more than the {options.MaxPixels} allowed");
        }

        if (width * height > Array.MaxLength / channels)
        {
            throw new ImageException(ImageFault.TooLarge, $"{width} x {height} pixels do not fit into one array");
        }
    }

    /// <summary>Checks a size and allocates its pixels, uninitialised.</summary>
    /// <exception cref="ImageException">See <see cref="Check"/>.</exception>
    internal static byte[] Allocate(long width, long height, int channels, DecodeOptions options)
    {
        Check(width, height, channels, options);
        return GC.AllocateUninitializedArray<byte>((int)(width * height) * channels);
    }
}
