namespace Giqa.Images.Codecs;

/// <summary>Turns and mirrors an image according to its EXIF orientation.</summary>
internal static class Orientation
{
    /// <summary>The upright image.</summary>
    /// <param name="image">The image as stored.</param>
    /// <param name="orientation">1 to 8: where the stored first row and first column belong.</param>
    internal static RgbImage Apply(RgbImage image, int orientation)
    {
        if (orientation == 1)
        {
            return image;
        }

        // 2, 3, 6, 7: columns run backwards; 3, 4, 7, 8: rows run backwards; 5 to 8: rows and columns are exchanged.
        var exchanged = orientation >= 5;
        var width = exchanged ? image.Height : image.Width;
        var height = exchanged ? image.Width : image.Height;
        var stepX = exchanged ? image.Width : 1;
        var stepY = exchanged ? 1 : image.Width;
        var start = 0;
        if (orientation is 2 or 3 or 6 or 7)
        {
            start += (width - 1) * stepX;
            stepX = -stepX;
        }

        if (orientation is 3 or 4 or 7 or 8)
        {
            start += (height - 1) * stepY;
            stepY = -stepY;
        }

        return new RgbImage(width, height, Gather(image.Pixels, width, height, start, stepX, stepY));
    }

    private static byte[] Gather(byte[] source, int width, int height, int start, int stepX, int stepY)
    {
        var pixels = GC.AllocateUninitializedArray<byte>(source.Length);
        var target = 0;
        for (var y = 0; y < height; y++)
        {
            for (int x = 0, from = 3 * (start + (y * stepY)); x < width; x++, from += 3 * stepX)
            {
                pixels[target++] = source[from];
                pixels[target++] = source[from + 1];
                pixels[target++] = source[from + 2];
            }
        }

        return pixels;
    }
}
