using Giqa.Images;
using Giqa.Tests.Features;
using Giqa.Training.Data;

namespace Giqa.Tests.Training.Data;

[Collection(TorchTests.Name)]
public sealed class ImageTensorsTests(TorchFixture torch)
{
    [Fact]
    public void Load_RightSize_SeparatesTheChannels()
    {
        byte[] pixels = [.. Enumerable.Range(0, 48).Select(i => (byte)i)];
        var images = Load(new ImageTensorOptions { Size = 4 }, () => ImageContent.FromPixels(pixels, 4, 4, 3));
        Assert.Equal((1, 3, 4), (images.Count, images.Channels, images.Size));
        Assert.Equal(pixels.Where((_, i) => i % 3 == 1), images.Pixels(0)[16..32].ToArray());
    }

    [Fact]
    public void Load_Grey_WeighsTheChannelsAsPilDoes()
    {
        byte[] pixels = [.. Enumerable.Repeat((byte[])[255, 0, 0], 16).SelectMany(pixel => pixel)];
        var images = Load(new ImageTensorOptions { Size = 4, Grey = true }, () => ImageContent.FromPixels(pixels, 4, 4, 3));
        Assert.Equal(1, images.Channels);
        Assert.All(images.Pixels(0).ToArray(), value => Assert.Equal(76, value));
    }

    [Fact]
    public void Load_WideImage_TakesTheCentralSquare()
    {
        byte[] pixels = [.. Enumerable.Range(0, 4).SelectMany(_ => (byte[])[0, 0, 10, 20, 30, 40, 0, 0])];
        var images = Load(new ImageTensorOptions { Size = 4, Grey = true }, () => ImageContent.FromPixels(pixels, 8, 4, 1));
        Assert.Equal([10, 20, 30, 40], images.Pixels(0)[..4].ToArray());
        var stretched = Load(new ImageTensorOptions { Size = 4, Grey = true, CropToSquare = false }, () => ImageContent.FromPixels(pixels, 8, 4, 1));
        Assert.NotEqual([10, 20, 30, 40], stretched.Pixels(0)[..4].ToArray());
    }

    [Fact]
    public void Load_SomeUnreadable_LeavesThemOutAndNamesThem()
    {
        var images = Load(new ImageTensorOptions { Size = 8 }, () => ListSource.Noisy(1), () => throw new ImageException(ImageFault.Corrupt, "bad"), () => ListSource.Noisy(2));
        Assert.Equal([0, 2], images.Rows);
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

    [Fact]
    public void Batch_NumbersInAnyOrder_GivesFloatsFromMinusOneToOne() => torch.Run(() =>
    {
        var images = Load(new ImageTensorOptions { Size = 8 }, [.. Enumerable.Range(0, 4).Select(i => (Func<ImageContent>)(() => ListSource.Noisy(i)))]);
        var batch = images.Batch([3, 0, 3]);
        Assert.Equal([3L, 3, 8, 8], batch.Shape);
        var values = batch.ToSingle();
        Assert.Equal((images.Pixels(0)[5] / 127.5f) - 1, values[(3 * 64) + 5], 1e-6f);
        Assert.Equal(values[..192], values[384..]);
        var augmented = images.Batch([3, 3], new Augmentation { CropPadding = 3 }, seed: 4).ToSingle();
        Assert.NotEqual(augmented[..192], augmented[192..]);
        Assert.Equal(augmented, images.Batch([3, 3], new Augmentation { CropPadding = 3 }, seed: 4).ToSingle());
    });

    private static ImageTensors Load(ImageTensorOptions options, params Func<ImageContent>[] makers) => ImageTensors.Load(new ListSource(makers), options);
}
