using System.Buffers.Binary;

namespace Giqa.Images.Codecs;

/// <summary>What is read from a JPEG's markers without decoding it.</summary>
internal static class JpegHeader
{
    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;
    private const byte App1 = 0xE1;

    /// <summary>The EXIF orientation, 1 to 8; 1 when there is none.</summary>
    /// <exception cref="ImageException">The file ends before its first scan.</exception>
    internal static int ReadOrientation(ReadOnlySpan<byte> encoded)
    {
        var orientation = 0;
        var position = 2;
        while (NextMarker(encoded, ref position) is { } marker)
        {
            if (marker is StartOfScan or EndOfImage)
            {
                return Math.Max(1, orientation);
            }

            if (marker is 0x01 or (>= 0xD0 and <= 0xD8))
            {
                continue;
            }

            if (position + 2 > encoded.Length)
            {
                break;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(encoded[position..]);
            if (length < 2 || position + length > encoded.Length)
            {
                break;
            }

            if (orientation == 0 && marker == App1 && encoded.Slice(position + 2, length - 2) is var data && data.StartsWith("Exif\0\0"u8))
            {
                orientation = Exif.ReadOrientation(data[6..]);
            }

            position += length;
        }

        throw new ImageException(ImageFault.Truncated, "the JPEG ends inside its header");
    }

    /// <summary>Whether the last bytes hold the marker that ends an image.</summary>
    internal static bool EndsProperly(ReadOnlySpan<byte> encoded) =>
        encoded[Math.Max(0, encoded.Length - 64)..].IndexOf<byte>([0xFF, EndOfImage]) >= 0;

    private static byte? NextMarker(ReadOnlySpan<byte> encoded, ref int position)
    {
        while (position + 1 < encoded.Length)
        {
            if (encoded[position] == 0xFF && encoded[position + 1] is not (0x00 or 0xFF))
            {
                position += 2;
                return encoded[position - 1];
            }

            position++;
        }

        return null;
    }
}
