namespace Giqa.Images;

/// <summary>Puts small images side by side into one.</summary>
internal static class ImageGrid
{
    private const byte Background = 255;

    /// <summary>Lays images out row by row.</summary>
    /// <param name="images">At least one, all of one size.</param>
    /// <param name="columns">How many there are per row, at least 1.</param>
    /// <param name="scale">How often each pixel is repeated, at least 1.</param>
    /// <param name="gap">White pixels between two images.</param>
    internal static RgbImage Compose(IReadOnlyList<RgbImage> images, int columns, int scale = 1, int gap = 0)
    {
        ArgumentOutOfRangeException.ThrowIfZero(images.Count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        var (cellWidth, cellHeight) = (images[0].Width * scale, images[0].Height * scale);
        var (across, down) = (Math.Min(columns, images.Count), (images.Count + columns - 1) / columns);
        var width = (across * (cellWidth + gap)) - gap;
        var pixels = new byte[checked(3 * width * ((down * (cellHeight + gap)) - gap))];
        pixels.AsSpan().Fill(Background);
        for (var i = 0; i < images.Count; i++)
        {
            var corner = (i / columns * (cellHeight + gap) * width) + (i % columns * (cellWidth + gap));
            Draw(images[i], scale, pixels, width, corner);
        }

        return new RgbImage(width, pixels.Length / 3 / width, pixels);
    }

    private static void Draw(RgbImage image, int scale, byte[] pixels, int width, int corner)
    {
        for (var y = 0; y < image.Height * scale; y++)
        {
            for (var x = 0; x < image.Width * scale; x++)
            {
                var from = 3 * ((y / scale * image.Width) + (x / scale));
                image.Pixels.AsSpan(from, 3).CopyTo(pixels.AsSpan(3 * (corner + (y * width) + x), 3));
            }
        }
    }
}
