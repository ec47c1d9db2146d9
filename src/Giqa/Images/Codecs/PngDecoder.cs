namespace Giqa.Images.Codecs;

/// <summary>PNG: every colour type and depth (16-bit samples keep their high byte), interlaced or not; gamma and profiles are ignored.</summary>
internal static class PngDecoder
{
    /// <summary>Deflate cannot shrink more than this, so no buffer is needed for a file too short for its announced pixels.</summary>
    private const long MaxDeflateRatio = 1032;

    internal static RgbImage Decode(ReadOnlySpan<byte> encoded, DecodeOptions options)
    {
        var chunks = PngChunks.Read(encoded);
        PixelLimits.Check(chunks.Width, chunks.Height, 4, options);
        if (chunks.Width * chunks.Height * chunks.Depth / 8 > (chunks.DataBytes + 1L) * MaxDeflateRatio)
        {
            throw new ImageException(ImageFault.Truncated, $"PNG: {encoded.Length} bytes cannot hold {chunks.Width} x {chunks.Height} pixels");
        }

        var image = SkiaDecoder.Decode(chunks.IsPlain ? encoded : chunks.WithoutSideChunks(encoded), ImageFormat.Png, options);
        return options.ApplyOrientation ? Orientation.Apply(image, chunks.Orientation) : image;
    }
}
