using System.Buffers.Binary;

namespace Giqa.Images.Codecs;

/// <summary>The one EXIF tag that changes how an image looks.</summary>
internal static class Exif
{
    private const ushort OrientationTag = 0x0112;
    private const ushort TypeShort = 3;

    /// <summary>Reads the orientation from a TIFF structure, with or without the <c>Exif</c> prefix.</summary>
    /// <returns>1 to 8; 1 for anything missing, damaged or out of range, as in image viewers.</returns>
    internal static int ReadOrientation(ReadOnlySpan<byte> tiff)
    {
        if (tiff.StartsWith("Exif\0\0"u8))
        {
            tiff = tiff[6..];
        }

        var littleEndian = tiff.StartsWith("II*\0"u8);
        if ((!littleEndian && !tiff.StartsWith("MM\0*"u8)) || tiff.Length < 8)
        {
            return 1;
        }

        var directory = ReadUInt32(tiff[4..], littleEndian);
        if (directory > tiff.Length - 2)
        {
            return 1;
        }

        var entries = ReadUInt16(tiff[(int)directory..], littleEndian);
        for (long i = 0, at = directory + 2L; i < entries && at + 12 <= tiff.Length; i++, at += 12)
        {
            var entry = tiff.Slice((int)at, 12);
            if (ReadUInt16(entry, littleEndian) == OrientationTag)
            {
                var value = ReadUInt16(entry[8..], littleEndian);
                return ReadUInt16(entry[2..], littleEndian) == TypeShort && value is >= 1 and <= 8 ? value : 1;
            }
        }

        return 1;
    }

    private static ushort ReadUInt16(ReadOnlySpan<byte> bytes, bool littleEndian) =>
        littleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint ReadUInt32(ReadOnlySpan<byte> bytes, bool littleEndian) =>
        littleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
