using Giqa.Images;

namespace Giqa.Training.Generators;

/// <summary>Samples in memory as a source of images.</summary>
internal sealed class SampleSource(IReadOnlyList<RgbImage> images) : IImageSource
{
    public int Count => images.Count;

    public string GetName(int index) => index.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public ImageContent Read(int index) => ImageContent.FromPixels(images[index].Pixels, images[index].Width, images[index].Height, 3);
}
