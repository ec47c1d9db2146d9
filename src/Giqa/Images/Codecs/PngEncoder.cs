using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Giqa.Images.Codecs;

/// <summary>
/// PNG: 8-bit grey where all pixels are, 8-bit RGB otherwise, and 16-bit grey for numbers. Managed, because it only takes a header, a filter and
/// the runtime's deflate; a library's encoder would write different bytes in each version.
/// </summary>
internal static class PngEncoder
{
    private const int RgbBytes = 3;
    private const byte GreyType = 0;
    private const byte RgbType = 2;

    /// <summary>PNG's numbers of the filters that are tried on each row.</summary>
    private enum Filter : byte
    {
        None = 0,
        Sub = 1,
        Up = 2,
    }

    internal static byte[] Encode(RgbImage image) => IsGrey(image.Pixels)
        ? Encode(image.Width, image.Height, 8, GreyType, Compress(OneChannel(image.Pixels), image.Width, 1))
        : Encode(image.Width, image.Height, 8, RgbType, Compress(image.Pixels, image.Width, RgbBytes));

    /// <summary>One 16-bit number per pixel.</summary>
    internal static byte[] EncodeGrey16(int width, int height, ReadOnlySpan<ushort> values)
    {
        var bytes = new byte[values.Length * sizeof(ushort)];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(i * sizeof(ushort)), values[i]);
        }

        return Encode(width, height, 16, GreyType, Compress(bytes, width, sizeof(ushort)));
    }

    private static byte[] Encode(int width, int height, byte depth, byte type, ReadOnlySpan<byte> compressed)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8..].Clear();
        (header[8], header[9]) = (depth, type);
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, compressed);
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static bool IsGrey(ReadOnlySpan<byte> rgb)
    {
        for (var i = 0; i < rgb.Length; i += RgbBytes)
        {
            if (rgb[i] != rgb[i + 1] || rgb[i] != rgb[i + 2])
            {
                return false;
            }
        }

        return true;
    }

    private static byte[] OneChannel(byte[] rgb)
    {
        var grey = new byte[rgb.Length / RgbBytes];
        for (var i = 0; i < grey.Length; i++)
        {
            grey[i] = rgb[RgbBytes * i];
        }

        return grey;
    }

    private static ReadOnlySpan<byte> Compress(byte[] pixels, int width, int bytesPerPixel)
    {
        using var compressed = new MemoryStream();
        using (var deflate = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var stride = width * bytesPerPixel;
            var above = new byte[stride];
            var best = new byte[stride + 1];
            var trial = new byte[stride + 1];
            for (var start = 0; start < pixels.Length; start += stride)
            {
                var row = pixels.AsSpan(start, stride);
                var least = long.MaxValue;
                foreach (var filter in (ReadOnlySpan<Filter>)[Filter.None, Filter.Sub, Filter.Up])
                {
                    var sum = Apply(filter, row, above, trial, bytesPerPixel);
                    if (sum < least)
                    {
                        least = sum;
                        (best, trial) = (trial, best);
                    }
                }

                deflate.Write(best);
                row.CopyTo(above);
            }
        }

        return compressed.GetBuffer().AsSpan(0, (int)compressed.Length);
    }

    /// <summary>Filters a row.</summary>
    /// <returns>The sum of the filtered bytes' distances from zero: the smallest compresses best, as a rule.</returns>
    private static long Apply(Filter filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, Span<byte> target, int bytesPerPixel)
    {
        target[0] = (byte)filter;
        var sum = 0L;
        for (var i = 0; i < row.Length; i++)
        {
            var predicted = filter switch
            {
                Filter.Sub => i < bytesPerPixel ? 0 : row[i - bytesPerPixel],
                Filter.Up => above[i],
                _ => 0,
            };
            var value = (byte)(row[i] - predicted);
            target[i + 1] = value;
            sum += Math.Min(value, 256 - value);
        }

        return sum;
    }

    private static void WriteChunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        byte[] content = [.. type, .. data];
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.HashToUInt32(content));
        file.Write(number);
    }
}
