using System.Buffers.Binary;

namespace Giqa.Images.Codecs;

/// <summary>Uncompressed Windows bitmaps: 1, 4 and 8 bits with a palette, 24 and 32 bits; bottom-up or top-down.</summary>
internal static class BmpDecoder
{
    private const int FileHeaderBytes = 14;
    private const int CoreHeaderBytes = 12;
    private const int InfoHeaderBytes = 40;

    /// <summary>The four masks of <c>BITFIELDS</c> in the order that plain 32-bit files have.</summary>
    private static readonly uint[] PlainMasks = [0x00FF0000, 0x0000FF00, 0x000000FF];

    internal static RgbImage Decode(ReadOnlySpan<byte> encoded, DecodeOptions options)
    {
        if (encoded.Length < FileHeaderBytes + CoreHeaderBytes)
        {
            throw Truncated();
        }

        var pixelOffset = BinaryPrimitives.ReadUInt32LittleEndian(encoded[10..]);
        var header = BmpHeader.Read(encoded[FileHeaderBytes..]);
        PixelLimits.Check(header.Width, header.Height, 3, options);
        var hasAlpha = CheckVariant(encoded[FileHeaderBytes..], header);
        var stride = ((header.Width * header.Bits) + 31) / 32 * 4;
        if (pixelOffset + (stride * header.Height) > encoded.Length)
        {
            throw Truncated();
        }

        var rows = new BmpRows(encoded[(int)pixelOffset..], header, (int)stride);
        if (header.Bits <= 8)
        {
            return rows.ReadIndexed(ReadPalette(encoded, header), options);
        }

        return rows.ReadDirect(hasAlpha && options.Alpha == AlphaMode.OnWhite, options);
    }

    /// <summary>Refuses what is not decoded.</summary>
    /// <returns>Whether the fourth byte of a pixel is alpha.</returns>
    private static bool CheckVariant(ReadOnlySpan<byte> info, BmpHeader header)
    {
        const uint uncompressed = 0;
        const uint bitFields = 3;
        if (header.Bits is not (1 or 4 or 8 or 24 or 32) || header.Compression is not (uncompressed or bitFields) || (header.Compression == bitFields && header.Bits != 32))
        {
            throw new ImageException(ImageFault.Unsupported, $"BMP with {header.Bits} bits a pixel and compression {header.Compression} is not decoded; convert it to PNG");
        }

        if (header.Compression == uncompressed)
        {
            return false;
        }

        if (info.Length < InfoHeaderBytes + 12)
        {
            throw Truncated();
        }

        for (var i = 0; i < PlainMasks.Length; i++)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(info[(InfoHeaderBytes + (4 * i))..]) != PlainMasks[i])
            {
                throw new ImageException(ImageFault.Unsupported, "BMP with unusual colour masks is not decoded; convert it to PNG");
            }
        }

        const int alphaMaskEnd = InfoHeaderBytes + 16;
        return header.HeaderBytes >= alphaMaskEnd && info.Length >= alphaMaskEnd && BinaryPrimitives.ReadUInt32LittleEndian(info[(alphaMaskEnd - 4)..]) == 0xFF000000;
    }

    private static byte[] ReadPalette(ReadOnlySpan<byte> encoded, BmpHeader header)
    {
        var entryBytes = header.HeaderBytes == CoreHeaderBytes ? 3 : 4;
        var count = (int)Math.Min(header.Colours == 0 ? 1u << header.Bits : header.Colours, 256);
        var start = FileHeaderBytes + (long)header.HeaderBytes;
        if (start + (count * entryBytes) > encoded.Length)
        {
            throw Truncated();
        }

        var palette = new byte[3 * count];
        for (var i = 0; i < count; i++)
        {
            var entry = encoded.Slice((int)start + (i * entryBytes), 3);
            palette[3 * i] = entry[2];
            palette[(3 * i) + 1] = entry[1];
            palette[(3 * i) + 2] = entry[0];
        }

        return palette;
    }

    private static ImageException Truncated() => new(ImageFault.Truncated, "BMP: the file ends before its pixels do");
}
