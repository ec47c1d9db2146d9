namespace Giqa.Images.Codecs;

/// <summary>JPEG: baseline and progressive, grey, YCbCr, RGB, CMYK and YCCK.</summary>
/// <remarks>
/// libjpeg-turbo if it is installed, because Skia takes more than twice as long, otherwise Skia; the bytes are the same. Neither reports all
/// damage: libjpeg keeps its first warning, which may be a harmless one that hides the rest, and Skia keeps none. In that case
/// <see cref="JpegEntropy"/> reads the whole of the coded data.
/// </remarks>
internal static class JpegDecoder
{
    internal static RgbImage Decode(ReadOnlySpan<byte> encoded, DecodeOptions options) => Decode(encoded, options, TurboJpegLibrary.IsAvailable);

    /// <summary>Decodes with the decoder that is named, so that tests can compare them.</summary>
    internal static RgbImage Decode(ReadOnlySpan<byte> encoded, DecodeOptions options, bool turbo)
    {
        var header = JpegHeader.Read(encoded);
        PixelLimits.Check(header.Width, header.Height, 4, options);
        header.CheckWork();
        var image = turbo ? TurboJpegDecoder.Decode(encoded, header, options) : DecodeBySkia(encoded, header, options);
        return options.ApplyOrientation ? Orientation.Apply(image, header.Orientation) : image;
    }

    private static RgbImage DecodeBySkia(ReadOnlySpan<byte> encoded, JpegHeader header, DecodeOptions options)
    {
        if (header.IsArithmetic)
        {
            throw new ImageException(ImageFault.Unsupported, "JPEG with arithmetic coding is decoded only by libturbojpeg, which is not installed");
        }

        if (!header.EndsProperly)
        {
            throw new ImageException(ImageFault.Truncated, "JPEG: the file ends without its end marker");
        }

        JpegEntropy.Check(encoded);
        return SkiaDecoder.Decode(encoded, ImageFormat.Jpeg, options);
    }
}
