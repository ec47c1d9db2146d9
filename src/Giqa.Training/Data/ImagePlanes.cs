using Giqa.Images;

namespace Giqa.Training.Data;

/// <summary>Decoded images brought to the planes of a tensor.</summary>
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
    internal static byte[] Prepare(RgbImage image, ImageTensorOptions options)
    {
        var square = options.CropToSquare && image.Width != image.Height ? CentralSquare(image) : image;
        var resized = Resizer.ResizeToBytes(square, options.Size, options.Size, options.Resize).Pixels;
        return options.Grey ? Luminance(resized) : Separate(resized);
    }

    private static RgbImage CentralSquare(RgbImage image)
    {
        var side = Math.Min(image.Width, image.Height);
        var (left, top) = ((image.Width - side) / 2, (image.Height - side) / 2);
        var pixels = GC.AllocateUninitializedArray<byte>(3 * side * side);
        for (var y = 0; y < side; y++)
        {
            image.Pixels.AsSpan(3 * (((top + y) * image.Width) + left), 3 * side).CopyTo(pixels.AsSpan(3 * y * side));
        }

        return new RgbImage(side, side, pixels);
    }

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
