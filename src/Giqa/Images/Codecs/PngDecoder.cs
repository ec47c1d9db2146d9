using System.Runtime.InteropServices;

namespace Giqa.Images.Codecs;

/// <summary>PNG through libspng: every colour type and depth (16-bit samples keep their high byte), interlaced or not; gamma is ignored.</summary>
internal static class PngDecoder
{
    /// <summary>The most bytes one text, profile or EXIF chunk may inflate to.</summary>
    private const int MaxChunkBytes = 16 << 20;

    /// <summary>Deflate cannot shrink more than this, so that a file too short for its announced pixels needs no buffer.</summary>
    private const long MaxDeflateRatio = 1032;

    internal static unsafe RgbImage Decode(ReadOnlySpan<byte> encoded, DecodeOptions options)
    {
        using var context = Spng.spng_ctx_new(0);
        if (context.IsInvalid)
        {
            throw new NativeLibraryException($"{Spng.Library} cannot make a decoder; run `giqa doctor`");
        }

        fixed (byte* source = encoded)
        {
            SpngHeader header;
            Check(Spng.spng_set_crc_action(context, Spng.CrcError, Spng.CrcError));
            Check(Spng.spng_set_chunk_limits(context, MaxChunkBytes, 2 * MaxChunkBytes));
            Check(Spng.spng_set_png_buffer(context, source, (nuint)encoded.Length));
            Check(Spng.spng_get_ihdr(context, &header));
            var composite = options.Alpha == AlphaMode.OnWhite && HasTransparency(context, header);
            var pixels = Allocate(header, encoded.Length, composite ? 4 : 3, options);
            fixed (byte* destination = pixels)
            {
                var format = composite ? Spng.FormatRgba8 : Spng.FormatRgb8;
                Check(Spng.spng_decode_image(context, destination, (nuint)pixels.Length, format, composite ? Spng.DecodeTransparency : 0));
            }

            // Only now are the last checksum and the end of the file seen.
            Check(Spng.spng_decode_chunks(context));
            var image = composite
                ? RawPixels.ToRgb(pixels, (int)header.Width, (int)header.Height, 4, options)
                : new RgbImage((int)header.Width, (int)header.Height, pixels);
            return options.ApplyOrientation ? Orientation.Apply(image, ReadOrientation(context)) : image;
        }
    }

    private static byte[] Allocate(SpngHeader header, int encodedLength, int channels, DecodeOptions options)
    {
        PixelLimits.Check(header.Width, header.Height, channels, options);
        if ((long)header.Width * header.Height * header.BitDepth / 8 > (encodedLength + 1L) * MaxDeflateRatio)
        {
            throw new ImageException(ImageFault.Truncated, $"PNG: {encodedLength} bytes cannot hold {header.Width} x {header.Height} pixels");
        }

        return PixelLimits.Allocate(header.Width, header.Height, channels, options);
    }

    private static unsafe bool HasTransparency(SpngHandle context, SpngHeader header)
    {
        if (header.ColourType is Spng.ColourTypeGreyAlpha or Spng.ColourTypeRgbAlpha)
        {
            return true;
        }

        // Larger than libspng's spng_trns (268 bytes); only its presence matters here.
        var transparency = stackalloc byte[512];
        var status = Spng.spng_get_trns(context, transparency);
        if (status == Spng.ErrorChunkNotThere)
        {
            return false;
        }

        Check(status);
        return true;
    }

    private static unsafe int ReadOrientation(SpngHandle context)
    {
        SpngExif exif;
        return Spng.spng_get_exif(context, &exif) == 0 && exif.Length <= MaxChunkBytes
            ? Exif.ReadOrientation(new ReadOnlySpan<byte>(exif.Data, (int)exif.Length))
            : 1;
    }

    private static void Check(int status)
    {
        if (status == 0)
        {
            return;
        }

        var fault = status switch
        {
            Spng.ErrorIoEndOfFile or Spng.ErrorEndOfFile or Spng.ErrorDataTooShort => ImageFault.Truncated,
            Spng.ErrorOutOfMemory or Spng.ErrorUserWidth or Spng.ErrorUserHeight or Spng.ErrorChunkLimits => ImageFault.TooLarge,
            _ => ImageFault.Corrupt,
        };
        throw new ImageException(fault, $"PNG: {Marshal.PtrToStringUTF8(Spng.spng_strerror(status))}");
    }
}
