namespace Giqa.Images.Codecs;

/// <summary>JPEG through libjpeg-turbo's own interface.</summary>
internal static class TurboJpegDecoder
{
    /// <summary>Warnings that leave all pixels right: bytes before the end marker, and two harmless header habits.</summary>
    private static readonly string[] Harmless =
    [
        "extraneous bytes before marker 0xd9",
        "unknown JFIF revision number",
        "Invalid SOS parameters for sequential JPEG",
    ];

    private static readonly string[] Unsupported =
    [
        "Unsupported JPEG process",
        "Unsupported JPEG data precision",
        "Unsupported color conversion",
        "Could not determine colorspace",
    ];

    internal static unsafe RgbImage Decode(ReadOnlySpan<byte> encoded, JpegHeader header, DecodeOptions options)
    {
        // Searched before the first import is bound, which uses what was found.
        if (!TurboJpegLibrary.IsAvailable)
        {
            throw new NativeLibraryException("libturbojpeg is not installed, or GIQA_TURBOJPEG turns it off");
        }

        using var handle = TurboJpeg.tjInitDecompress();
        if (handle.IsInvalid)
        {
            throw new NativeLibraryException("libturbojpeg cannot make a decompressor; run `giqa doctor`, or set GIQA_TURBOJPEG=off to work without it");
        }

        int width = 0, height = 0, subsampling = 0, colourSpace = 0;
        fixed (byte* source = encoded)
        {
            // The header call also fails for samplings that it has no name for; the decoder accepts them.
            if (TurboJpeg.tjDecompressHeader3(handle, source, (nuint)encoded.Length, &width, &height, &subsampling, &colourSpace) != 0 && (width < 1 || height < 1))
            {
                throw Describe(TurboJpeg.Message(handle), header);
            }

            (width, height) = JpegScale.For(width, height, options).Of(width, height);
            var isCmyk = colourSpace is TurboJpeg.ColourSpaceCmyk or TurboJpeg.ColourSpaceYcck;
            var pixels = PixelLimits.Allocate(width, height, isCmyk ? 4 : 3, options);
            fixed (byte* destination = pixels)
            {
                var format = isCmyk ? TurboJpeg.PixelFormatCmyk : TurboJpeg.PixelFormatRgb;
                if (TurboJpeg.tjDecompress2(handle, source, (nuint)encoded.Length, destination, width, 0, height, format, TurboJpeg.FlagAccurateDct) != 0)
                {
                    ThrowUnlessHarmless(TurboJpeg.Message(handle), TurboJpeg.tjGetErrorCode(handle) == TurboJpeg.ErrorWarning, encoded, header);
                }
            }

            return new RgbImage(width, height, isCmyk ? InvertedCmykToRgb(pixels) : pixels);
        }
    }

    /// <summary>Throws for a failed decode, unless the file's only faults leave its pixels intact.</summary>
    private static void ThrowUnlessHarmless(string message, bool isWarning, ReadOnlySpan<byte> encoded, JpegHeader header)
    {
        if (!isWarning || !header.EndsProperly || header.IsArithmetic || !Contains(Harmless, message))
        {
            throw Describe(message, header);
        }

        JpegEntropy.Check(encoded);
    }

    /// <summary>The exception for a message; a file without its end marker was truncated, whatever the message says.</summary>
    private static ImageException Describe(string message, JpegHeader header)
    {
        var fault = Contains(Unsupported, message) ? ImageFault.Unsupported
            : !header.EndsProperly || message.Contains("Premature end of", StringComparison.Ordinal) ? ImageFault.Truncated
            : ImageFault.Corrupt;
        return new ImageException(fault, $"JPEG: {message}");
    }

    private static bool Contains(string[] known, string message) =>
        Array.Exists(known, part => message.Contains(part, StringComparison.Ordinal));

    /// <summary>
    /// CMYK stored inverted, Adobe's convention, which PIL assumes of every four-channel JPEG; its integer
    /// arithmetic: with k = 255 - K, each channel is k - C k / 255, rounded.
    /// </summary>
    private static byte[] InvertedCmykToRgb(byte[] cmyk)
    {
        var rgb = GC.AllocateUninitializedArray<byte>(cmyk.Length / 4 * 3);
        for (int i = 0, o = 0; i < cmyk.Length; i += 4, o += 3)
        {
            int key = cmyk[i + 3];
            for (var c = 0; c < 3; c++)
            {
                var product = ((255 - cmyk[i + c]) * key) + 128;
                rgb[o + c] = (byte)Math.Max(0, key - ((product + (product >> 8)) >> 8));
            }
        }

        return rgb;
    }
}
