using Giqa.Images;

namespace Giqa.Training.Data;

/// <summary>Converts decoded images to the planes of a tensor.</summary>
internal static class ImagePlanes
{
    private static readonly float[] Scaled = [.. Enumerable.Range(0, 256).Select(value => (value / 127.5f) - 1)];

    /// <summary>A byte in [-1, 1].</summary>
    internal static float Scale(byte value) => Scaled[value];

    internal static void Scale(ReadOnlySpan<byte> values, Span<float> destination)
    {
        for (var i = 0; i < values.Length; i++)
        {
            destination[i] = Scaled[values[i]];
        }
    }

    /// <summary>Crops, resizes and separates the channels.</summary>
    internal static byte[] Prepare(RgbImage image, ImageTensorOptions options) =>
        Separate(Resizer.ResizeToBytes(SquareCrop.Middle(image), options.Size, options.Size, ResizeMode.PilLanczos).Pixels);

    /// <summary>Pixels side by side to one plane of luminance, or one for each colour.</summary>
    internal static byte[] Planes(byte[] pixels, int channels) => channels == 1 ? Luminance(pixels) : Separate(pixels);

    /// <summary>ITU-R 601 in whole numbers, as PIL rounds it.</summary>
    private static byte[] Luminance(byte[] pixels)
    {
        var grey = new byte[pixels.Length / 3];
        for (var i = 0; i < grey.Length; i++)
        {
            grey[i] = (byte)(((19595 * pixels[3 * i]) + (38470 * pixels[(3 * i) + 1]) + (7471 * pixels[(3 * i) + 2]) + 0x8000) >> 16);
        }

        return grey;
    }

    /// <summary>Pixels side by side to one plane for each channel.</summary>
    internal static byte[] Separate(byte[] pixels)
    {
        var planes = new byte[pixels.Length];
        var plane = pixels.Length / 3;
        for (var i = 0; i < plane; i++)
        {
            planes[i] = pixels[3 * i];
            planes[plane + i] = pixels[(3 * i) + 1];
            planes[(2 * plane) + i] = pixels[(3 * i) + 2];
        }

        return planes;
    }
}
