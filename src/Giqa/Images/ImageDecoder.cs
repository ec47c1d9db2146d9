using Giqa.Images.Codecs;

namespace Giqa.Images;

/// <summary>Turns encoded bytes into RGB pixels.</summary>
/// <remarks>
/// JPEG, PNG, WebP, BMP and PPM/PGM. With <see cref="AlphaMode.Drop"/> and without orientation the bytes are those of
/// PIL's <c>convert("RGB")</c>, except that 16-bit grey keeps its high byte where PIL clips at 255. Safe to call from
/// several threads at once; damaged bytes never do more than throw.
/// </remarks>
public static class ImageDecoder
{
    /// <summary>Decodes an encoded image, recognised by its first bytes and not by its name.</summary>
    /// <exception cref="ImageException">The bytes are not an image that can be used; the exception says why.</exception>
    /// <exception cref="NativeLibraryException">The library that decodes this format is missing; the message names the command that installs it.</exception>
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
                ImageFormat.Bmp => BmpDecoder.Decode(encoded, options),
                _ => PnmDecoder.Decode(encoded, options),
            };
        }
        catch (Exception e) when (CodecLibraries.IsMissing(e))
        {
            throw CodecLibraries.Missing(format, e);
        }
    }
}
