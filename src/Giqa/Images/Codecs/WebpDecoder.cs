using System.Buffers.Binary;

namespace Giqa.Images.Codecs;

/// <summary>WebP through libwebp: lossy and lossless, with and without alpha; no animations.</summary>
internal static class WebpDecoder
{
    private const int RiffHeaderBytes = 12;
    private const int ChunkHeaderBytes = 8;

    internal static RgbImage Decode(ReadOnlySpan<byte> encoded, DecodeOptions options)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(encoded[4..]) + 8L > encoded.Length)
        {
            throw new ImageException(ImageFault.Truncated, "WebP: the file is shorter than its header says");
        }

        var image = DecodeStored(encoded, options);
        return options.ApplyOrientation ? Orientation.Apply(image, ReadOrientation(encoded)) : image;
    }

    private static unsafe RgbImage DecodeStored(ReadOnlySpan<byte> encoded, DecodeOptions options)
    {
        WebpFeatures features;
        fixed (byte* source = encoded)
        {
            Check(Webp.WebPGetFeaturesInternal(source, (nuint)encoded.Length, &features, Webp.DecoderAbiVersion));
            if (features.HasAnimation != 0)
            {
                throw new ImageException(ImageFault.Unsupported, "an animated WebP is not decoded; extract its frames first");
            }

            var composite = features.HasAlpha != 0 && options.Alpha == AlphaMode.OnWhite;
            var channels = composite ? 4 : 3;
            var pixels = PixelLimits.Allocate(features.Width, features.Height, channels, options);
            fixed (byte* destination = pixels)
            {
                var stride = features.Width * channels;
                var decoded = composite
                    ? Webp.WebPDecodeRGBAInto(source, (nuint)encoded.Length, destination, (nuint)pixels.Length, stride)
                    : Webp.WebPDecodeRGBInto(source, (nuint)encoded.Length, destination, (nuint)pixels.Length, stride);
                if (decoded is null)
                {
                    throw new ImageException(ImageFault.Corrupt, "WebP: the image data cannot be decoded");
                }
            }

            return composite
                ? RawPixels.ToRgb(pixels, features.Width, features.Height, 4, options)
                : new RgbImage(features.Width, features.Height, pixels);
        }
    }

    private static int ReadOrientation(ReadOnlySpan<byte> encoded)
    {
        for (long at = RiffHeaderBytes; at + ChunkHeaderBytes <= encoded.Length;)
        {
            var chunk = encoded[(int)at..];
            long length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (chunk.StartsWith("EXIF"u8) && ChunkHeaderBytes + length <= chunk.Length)
            {
                return Exif.ReadOrientation(chunk.Slice(ChunkHeaderBytes, (int)length));
            }

            at += ChunkHeaderBytes + length + (length & 1);
        }

        return 1;
    }

    private static void Check(int status)
    {
        if (status != Webp.StatusOk)
        {
            throw status switch
            {
                Webp.StatusNotEnoughData => new ImageException(ImageFault.Truncated, "WebP: the file ends inside its header"),
                Webp.StatusUnsupportedFeature => new ImageException(ImageFault.Unsupported, "WebP: a feature that the library does not know"),
                _ => new ImageException(ImageFault.Corrupt, "WebP: the header is damaged"),
            };
        }
    }
}
