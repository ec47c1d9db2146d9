using Giqa.Images;
using Giqa.Tests.Images.Codecs;

namespace Giqa.Tests.Images;

public sealed class ImageEncoderTests
{
    [Fact]
    public void EncodeJpeg_Decoded_GivesThePixelsOfPilsJpeg()
    {
        var expected = Fixture.Expected();
        var source = expected["rgb.png"];
        var encoded = ImageEncoder.EncodeJpeg(new RgbImage(source.Shape[1], source.Shape[0], source.Data), 85);
        Assert.Equal(expected["420.jpg"].Data, ImageDecoder.Decode(encoded, Fixture.AsPil).Pixels);
    }

    [Fact]
    public void EncodeJpeg_HigherQuality_IsLargerAndNearer()
    {
        var image = Noise(64, 48);
        var low = ImageEncoder.EncodeJpeg(image, 10);
        var high = ImageEncoder.EncodeJpeg(image, 95);
        Assert.True(low.Length < high.Length);
        Assert.True(Distance(image, low) > Distance(image, high));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void EncodeJpeg_QualityOutOfRange_IsRefused(int quality) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageEncoder.EncodeJpeg(Noise(2, 2), quality));

    [Fact]
    public void EncodeJpeg_SideBeyondTheFormat_IsRefused()
    {
        var image = new RgbImage(65_501, 1, new byte[3 * 65_501]);
        Assert.Contains("65500", Assert.Throws<GiqaException>(() => ImageEncoder.EncodeJpeg(image)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 9)]
    [InlineData(7, 1)]
    [InlineData(61, 43)]
    public void EncodePng_Decoded_IsTheImage(int width, int height)
    {
        var image = Noise(width, height);
        var decoded = ImageDecoder.Decode(ImageEncoder.EncodePng(image), Fixture.AsPil);
        Assert.Equal((width, height), (decoded.Width, decoded.Height));
        Assert.Equal(image.Pixels, decoded.Pixels);
    }

    [Fact]
    public void EncodePng_GreyImage_KeepsOneChannelAndThePixels()
    {
        byte[] pixels = [.. Enumerable.Range(0, 30 * 20).SelectMany(i => Enumerable.Repeat((byte)(i * i % 251), 3))];
        var encoded = ImageEncoder.EncodePng(new RgbImage(30, 20, pixels));
        Assert.Equal(0, encoded[25]);
        Assert.Equal(pixels, ImageDecoder.Decode(encoded, Fixture.AsPil).Pixels);
    }

    [Fact]
    public void EncodePng_SmoothImage_IsMuchSmallerThanItsPixels()
    {
        var pixels = new byte[3 * 200 * 200];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)((i / 600) + (i % 600 / 3));
        }

        Assert.True(ImageEncoder.EncodePng(new RgbImage(200, 200, pixels)).Length < pixels.Length / 50);
    }

    /// <summary>A smooth image with some detail.</summary>
    private static RgbImage Noise(int width, int height)
    {
        var pixels = new byte[3 * width * height];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)((i * 3 / width) + (i * i % 37));
        }

        return new RgbImage(width, height, pixels);
    }

    private static double Distance(RgbImage image, byte[] encoded) =>
        ImageDecoder.Decode(encoded, Fixture.AsPil).Pixels.Zip(image.Pixels, (a, b) => (double)Math.Abs(a - b)).Average();
}
