using System.Buffers.Binary;

namespace Giqa.Web.Service;

/// <summary>How much memory an image will take when it is decoded, according to its header: a small file may hold a large picture.</summary>
internal static class PixelEstimate
{
    // RGBA from the decoder, and the RGB made from it.
    private const long BytesPerPixel = 7;

    /// <summary>The bytes, or 0 if the header does not say: then the decoder will refuse it, or its pixels are the file's own bytes.</summary>
    internal static long Of(ReadOnlySpan<byte> encoded)
    {
        var (width, height) = encoded switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] when encoded.Length >= 24 => ((long)BinaryPrimitives.ReadUInt32BigEndian(encoded[16..]), (long)BinaryPrimitives.ReadUInt32BigEndian(encoded[20..])),
            [0xFF, 0xD8, ..] => OfJpeg(encoded),
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', ..] when encoded.Length >= 30 => OfWebp(encoded),
            [(byte)'B', (byte)'M', ..] when encoded.Length >= 26 => (Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(encoded[18..])), Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(encoded[22..]))),
            [(byte)'G', (byte)'I', (byte)'F', ..] when encoded.Length >= 10 => (BinaryPrimitives.ReadUInt16LittleEndian(encoded[6..]), BinaryPrimitives.ReadUInt16LittleEndian(encoded[8..])),
            _ => (0L, 0L),
        };
        return (long)Math.Min((double)width * height * BytesPerPixel, long.MaxValue / 4);
    }

    /// <summary>From the frame's header, which follows any number of segments.</summary>
    private static (long Width, long Height) OfJpeg(ReadOnlySpan<byte> encoded)
    {
        for (var at = 2; at + 9 <= encoded.Length && encoded[at] == 0xFF;)
        {
            var marker = encoded[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return (BinaryPrimitives.ReadUInt16BigEndian(encoded[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(encoded[(at + 5)..]));
            }

            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(encoded[(at + 2)..]);
        }

        return (0, 0);
    }

    private static (long Width, long Height) OfWebp(ReadOnlySpan<byte> encoded) => encoded[12..16] switch
    {
        [.., (byte)'X'] => (1 + Little24(encoded[24..]), 1 + Little24(encoded[27..])),
        [.., (byte)'L'] => (1 + (BinaryPrimitives.ReadUInt32LittleEndian(encoded[21..]) & 0x3FFF), 1 + ((BinaryPrimitives.ReadUInt32LittleEndian(encoded[21..]) >> 14) & 0x3FFF)),
        _ => (BinaryPrimitives.ReadUInt16LittleEndian(encoded[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(encoded[28..]) & 0x3FFF),
    };

    private static long Little24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
}
