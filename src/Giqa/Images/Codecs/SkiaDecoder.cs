using Giqa.Numerics;
using SkiaSharp;

namespace Giqa.Images.Codecs;

/// <summary>Pixels through Skia, which comes with the package on every platform. Skia fills in what a damaged file lacks, so each format's own checks come first.</summary>
internal static class SkiaDecoder
{
    /// <summary>Decodes the first or only frame, as it is stored.</summary>
    /// <exception cref="ImageException">The image is damaged, too large, or of a kind that Skia does not support.</exception>
    internal static unsafe RgbImage Decode(ReadOnlySpan<byte> encoded, ImageFormat format, DecodeOptions options)
    {
        fixed (byte* source = encoded)
        {
            using var data = SKData.Create((nint)source, encoded.Length);
            using var stream = new SKMemoryStream(data);
            using var codec = SKCodec.Create(stream, out var opened) ?? throw Fault(format, opened);
            var (width, height) = (codec.Info.Width, codec.Info.Height);
            PixelLimits.Check(width, height, 4, options);
            if (format == ImageFormat.Jpeg)
            {
                (width, height) = JpegScale.For(width, height, options).Of(width, height);
            }

            var isOpaque = codec.Info.AlphaType == SKAlphaType.Opaque;
            // No colour space is requested, so profiles and gamma leave the stored values unchanged.
            var target = new SKImageInfo(width, height, SKColorType.Rgba8888, isOpaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul, null);
            using var pixels = new AlignedBuffer<byte>(4L * width * height);
            var status = codec.GetPixels(target, (nint)pixels.Pointer);
            if (status != SKCodecResult.Success)
            {
                throw Fault(format, status);
            }

            var rgba = new ReadOnlySpan<byte>(pixels.Pointer, (int)pixels.Length);
            return isOpaque || options.Alpha == AlphaMode.Drop
                ? new RgbImage(width, height, RawPixels.WithoutFourth(rgba))
                : RawPixels.ToRgb(rgba, width, height, 4, options);
        }
    }

    private static ImageException Fault(ImageFormat format, SKCodecResult status) => status switch
    {
        SKCodecResult.IncompleteInput => new ImageException(ImageFault.Truncated, $"{Name(format)}: the file ends before its image does"),
        SKCodecResult.Unimplemented => new ImageException(ImageFault.Unsupported, $"{Name(format)}: an unsupported variant; convert it to PNG"),
        _ => new ImageException(ImageFault.Corrupt, $"{Name(format)}: the image is damaged"),
    };

    private static string Name(ImageFormat format) => format == ImageFormat.Webp ? "WebP" : format.ToString().ToUpperInvariant();
}
