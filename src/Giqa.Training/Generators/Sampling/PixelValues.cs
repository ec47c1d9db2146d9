using Giqa.Images;

namespace Giqa.Training.Generators;

/// <summary>A network's -1..1 and an image's 0..255.</summary>
internal static class PixelValues
{
    private const float Half = 127.5f;

    /// <summary>Images of a batch.</summary>
    /// <param name="values">Image after image, channel after channel, rows from the top; beyond -1..1 is clipped.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="size">The side.</param>
    internal static List<RgbImage> ToImages(ReadOnlySpan<float> values, int channels, int size)
    {
        var plane = size * size;
        var images = new List<RgbImage>(values.Length / channels / plane);
        for (; values.Length > 0; values = values[(channels * plane)..])
        {
            var pixels = new byte[3 * plane];
            for (var i = 0; i < pixels.Length; i++)
            {
                var channel = channels == 1 ? 0 : i % 3;
                pixels[i] = (byte)MathF.Round(Math.Clamp((values[(channel * plane) + (i / 3)] + 1) * Half, 0, byte.MaxValue));
            }

            images.Add(new RgbImage(size, size, pixels));
        }

        return images;
    }
}
