namespace Giqa.Images.Codecs;

/// <summary>JPEG through TurboJPEG: baseline and progressive, grey, YCbCr, RGB, CMYK and YCCK.</summary>
internal static class JpegDecoder
{
    internal static RgbImage Decode(ReadOnlySpan<byte> encoded, DecodeOptions options)
    {
        var orientation = JpegHeader.ReadOrientation(encoded);
        var image = DecodeStored(encoded, options);
        return options.ApplyOrientation ? Orientation.Apply(image, orientation) : image;
    }

    private static unsafe RgbImage DecodeStored(ReadOnlySpan<byte> encoded, DecodeOptions options)
    {
        using var handle = TurboJpeg.tjInitDecompress();
        if (handle.IsInvalid)
        {
            throw new NativeLibraryException($"{TurboJpeg.Library} cannot make a decompressor; run `giqa doctor`");
        }

        int width = 0, height = 0, subsampling = 0, colourSpace = 0;
        fixed (byte* source = encoded)
        {
            // The header call also fails for samplings that it has no name for; the decoder itself takes them.
            if (TurboJpeg.tjDecompressHeader3(handle, source, (nuint)encoded.Length, &width, &height, &subsampling, &colourSpace) != 0 && (width < 1 || height < 1))
            {
                throw JpegFaults.Describe(TurboJpeg.Message(handle), JpegHeader.EndsProperly(encoded));
            }

            var isCmyk = colourSpace is TurboJpeg.ColourSpaceCmyk or TurboJpeg.ColourSpaceYcck;
            var pixels = PixelLimits.Allocate(width, height, isCmyk ? 4 : 3, options);
            fixed (byte* destination = pixels)
            {
                var status = TurboJpeg.tjDecompress2(
                    handle,
                    source,
                    (nuint)encoded.Length,
                    destination,
                    width,
                    0,
                    height,
                    isCmyk ? TurboJpeg.PixelFormatCmyk : TurboJpeg.PixelFormatRgb,
                    TurboJpeg.FlagAccurateDct | TurboJpeg.FlagLimitScans);
                if (status != 0)
                {
                    JpegFaults.ThrowUnlessHarmless(TurboJpeg.Message(handle), TurboJpeg.tjGetErrorCode(handle) == TurboJpeg.ErrorWarning, encoded);
                }
            }

            return new RgbImage(width, height, isCmyk ? InvertedCmykToRgb(pixels) : pixels);
        }
    }

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
