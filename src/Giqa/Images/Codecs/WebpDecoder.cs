using System.Buffers.Binary;

namespace Giqa.Images.Codecs;

/// <summary>WebP: lossy and lossless, with and without alpha; for an animation, the first frame.</summary>
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

        var image = SkiaDecoder.Decode(encoded, ImageFormat.Webp, options);
        return options.ApplyOrientation ? Orientation.Apply(image, ReadOrientation(encoded)) : image;
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
}
