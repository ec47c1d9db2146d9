using System.Buffers.Binary;

namespace Giqa.Images.Codecs;

/// <summary>The fields of a bitmap's information header, whichever of its versions it is.</summary>
internal readonly record struct BmpHeader(uint HeaderBytes, long Width, long Height, bool TopDown, int Bits, uint Compression, uint Colours)
{
    private const int CoreHeaderBytes = 12;
    private const int InfoHeaderBytes = 40;

    /// <summary>Reads the header.</summary>
    /// <param name="info">The bytes behind the file header, at least 12.</param>
    /// <exception cref="ImageException">The header is cut or of an unknown kind.</exception>
    internal static BmpHeader Read(ReadOnlySpan<byte> info)
    {
        var size = BinaryPrimitives.ReadUInt32LittleEndian(info);
        if (size == CoreHeaderBytes)
        {
            return new BmpHeader(
                size,
                BinaryPrimitives.ReadUInt16LittleEndian(info[4..]),
                BinaryPrimitives.ReadUInt16LittleEndian(info[6..]),
                false,
                BinaryPrimitives.ReadUInt16LittleEndian(info[10..]),
                0,
                0);
        }

        if (size is not (InfoHeaderBytes or 52 or 56 or 64 or 108 or 124))
        {
            throw new ImageException(ImageFault.Corrupt, $"BMP: a header of {size} bytes is none that exists");
        }

        if (info.Length < size)
        {
            throw new ImageException(ImageFault.Truncated, "BMP: the file ends inside its header");
        }

        long height = BinaryPrimitives.ReadInt32LittleEndian(info[8..]);
        return new BmpHeader(
            size,
            BinaryPrimitives.ReadInt32LittleEndian(info[4..]),
            Math.Abs(height),
            height < 0,
            BinaryPrimitives.ReadUInt16LittleEndian(info[14..]),
            BinaryPrimitives.ReadUInt32LittleEndian(info[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(info[32..]));
    }
}
