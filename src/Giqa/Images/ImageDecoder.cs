using Giqa.Images.Codecs;

namespace Giqa.Images;

/// <summary>Turns encoded bytes into RGB pixels.</summary>
/// <remarks>
/// JPEG, PNG, WebP, GIF, BMP and PPM/PGM; for an animation, the first frame. With <see cref="AlphaMode.Drop"/> and without orientation the bytes are those of
/// PIL's <c>convert("RGB")</c>, except that 16-bit grey keeps its high byte where PIL clips at 255. Safe to call from
/// several threads at once; damaged bytes never do more than throw.
/// </remarks>
public static class ImageDecoder
{
    /// <summary>Decodes an encoded image, recognised by its first bytes, not by its name.</summary>
    /// <exception cref="ImageException">The bytes are not a usable image; the exception says why.</exception>
    /// <exception cref="NativeLibraryException">Skia's native library is missing; the message says where it comes from.</exception>
    public static RgbImage Decode(ReadOnlySpan<byte> encoded, DecodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var format = ImageSignature.Recognise(encoded);
        try
        {
            return format switch
            {
                ImageFormat.Jpeg => JpegDecoder.Decode(encoded, options),
                ImageFormat.Png => PngDecoder.Decode(encoded, options),
                ImageFormat.Webp => WebpDecoder.Decode(encoded, options),
                ImageFormat.Bmp or ImageFormat.Gif => SkiaDecoder.Decode(encoded, format, options),
                _ => PnmDecoder.Decode(encoded, options),
            };
        }
        catch (Exception e) when (CodecLibraries.IsMissing(e))
        {
            throw CodecLibraries.Missing(e);
        }
    }
}
