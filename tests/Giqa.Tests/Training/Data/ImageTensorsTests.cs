using Giqa.Images;
using Giqa.Tests.Features;
using Giqa.Training.Data;

namespace Giqa.Tests.Training.Data;

public sealed class ImageTensorsTests
{
    [Fact]
    public void Load_RightSize_SeparatesTheChannels()
    {
        byte[] pixels = [.. Enumerable.Range(0, 48).Select(i => (byte)i)];
        var images = Load(new ImageTensorOptions { Size = 4 }, () => ImageContent.FromPixels(pixels, 4, 4, 3));
        Assert.Equal((1, 4), (images.Count, images.Size));
        Assert.Equal(pixels.Where((_, i) => i % 3 == 1), images.Pixels(0)[16..32].ToArray());
    }

    [Fact]
    public void Load_WideImage_TakesTheCentralSquare()
    {
        byte[] pixels = [.. Enumerable.Range(0, 4).SelectMany(_ => (byte[])[0, 0, 10, 20, 30, 40, 0, 0])];
        var images = Load(new ImageTensorOptions { Size = 4 }, () => ImageContent.FromPixels(pixels, 8, 4, 1));
        Assert.Equal([10, 20, 30, 40], images.Pixels(0)[..4].ToArray());
    }

    [Fact]
    public void Load_SomeUnreadable_LeavesThemOutAndNamesThem()
    {
        var images = Load(new ImageTensorOptions { Size = 8 }, () => ListSource.Noisy(1), () => throw new ImageException(ImageFault.Corrupt, "bad"), () => ListSource.Noisy(2));
        Assert.Equal(2, images.Count);
        Assert.Equal(new UnreadableImage("image-1", ImageFault.Corrupt, "bad"), Assert.Single(images.Unreadable));
    }

    [Fact]
    public void Load_NothingReadable_SaysWhy()
    {
        var message = Assert.Throws<GiqaException>(() => Load(new ImageTensorOptions { Size = 8 }, () => throw new ImageException(ImageFault.Empty, "no bytes"))).Message;
        Assert.Contains("none of the 1 images can be read (image-0: no bytes)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_CodecMissing_IsToldAsItIs() =>
        Assert.Equal("no codec", Assert.Throws<NativeLibraryException>(() => Load(new ImageTensorOptions { Size = 8 }, () => throw new NativeLibraryException("no codec"))).Message);

    private static ImageTensors Load(ImageTensorOptions options, params Func<ImageContent>[] makers) => ImageTensors.Load(new ListSource(makers), options);
}
