using Giqa.Images;

namespace Giqa.Tests.Reports;

/// <summary>Images in memory; null pixels stand for an image that cannot be read.</summary>
internal sealed class MemorySource(params (string Name, RgbImage? Image)[] images) : IImageSource
{
    public int Count => images.Length;

    public string GetName(int index) => images[index].Name;

    public string? GetPath(int index) => null;

    public ImageContent Read(int index) => images[index].Image is { } image
        ? ImageContent.FromPixels(image.Pixels, image.Width, image.Height, 3)
        : throw new ImageException(ImageFault.Truncated, "cut short");

    public void Dispose()
    {
    }

    internal static RgbImage Flat(int width, int height, byte value)
    {
        var pixels = new byte[3 * width * height];
        Array.Fill(pixels, value);
        return new RgbImage(width, height, pixels);
    }
}
