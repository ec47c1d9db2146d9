using SkiaSharp;

namespace Giqa.Images.Codecs;

/// <summary>JPEG through Skia: the pixels of the file are those of PIL's.</summary>
internal static class JpegEncoder
{
    private const int MaxSide = 65_500;

    internal static unsafe byte[] Encode(RgbImage image, int quality)
    {
        if (image.Width > MaxSide || image.Height > MaxSide)
        {
            throw new GiqaException($"an image of {image.Width} x {image.Height} pixels cannot be a JPEG, which holds at most {MaxSide} a side; use PNG");
        }

        var options = new SKJpegEncoderOptions(quality, SKJpegEncoderDownsample.Downsample420, SKJpegEncoderAlphaOption.Ignore);
        fixed (byte* source = RawPixels.WithFourth(image.Pixels))
        {
            using var pixels = new SKPixmap(new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque, null), (nint)source);
            using var data = pixels.Encode(options);
            return data?.ToArray() ?? throw new GiqaException($"an image of {image.Width} x {image.Height} pixels cannot be encoded as JPEG");
        }
    }
}
