using Giqa.Images;

namespace Giqa.Training.Data;

/// <summary>Crops an image to its central square, so that resizing does not distort it.</summary>
internal static class SquareCrop
{
    /// <summary>The middle square at another size.</summary>
    internal static RgbImage Resize(RgbImage image, int size) => Resizer.ResizeToBytes(Middle(image), size, size, ResizeMode.PilBicubic);

    /// <returns>The image itself when it is square.</returns>
    internal static RgbImage Middle(RgbImage image)
    {
        var side = Math.Min(image.Width, image.Height);
        if (image.Width == image.Height)
        {
            return image;
        }

        var (left, top) = ((image.Width - side) / 2, (image.Height - side) / 2);
        var pixels = new byte[3 * side * side];
        for (var y = 0; y < side; y++)
        {
            image.Pixels.AsSpan(3 * (((top + y) * image.Width) + left), 3 * side).CopyTo(pixels.AsSpan(3 * y * side));
        }

        return new RgbImage(side, side, pixels);
    }
}
