using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Giqa.Storage;

/// <summary>Converts an array's numbers to the working types: half floats become floats, big-endian numbers are swapped.</summary>
internal static class NpyFloats
{
    /// <summary>Floating point numbers of any size and order as floats; doubles are rounded.</summary>
    internal static void ToSingle(string dataType, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        var size = NpyHeader.SizeOf(dataType);
        var isBig = dataType[0] == '>';
        if (size == sizeof(float) && !isBig)
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(values));
            return;
        }

        for (var i = 0; i < values.Length; i++)
        {
            var number = bytes.Slice(i * size, size);
            values[i] = size switch
            {
                2 => (float)(isBig ? BinaryPrimitives.ReadHalfBigEndian(number) : BinaryPrimitives.ReadHalfLittleEndian(number)),
                4 => BinaryPrimitives.ReadSingleBigEndian(number),
                _ => (float)(isBig ? BinaryPrimitives.ReadDoubleBigEndian(number) : BinaryPrimitives.ReadDoubleLittleEndian(number)),
            };
        }
    }

    /// <summary>An array as it was read, in C order.</summary>
    internal static NpyArray Normalize(NpyHeader header, byte[] data)
    {
        var type = header.DataType;
        if (type.EndsWith("f2", StringComparison.Ordinal))
        {
            var values = new float[data.Length / 2];
            ToSingle(type, data, values);
            return new NpyArray("<f4", header.Shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
        }

        if (type[0] != '>')
        {
            return new NpyArray(type, header.Shape, data);
        }

        var size = NpyHeader.SizeOf(type);
        for (var at = 0; at < data.Length; at += size)
        {
            data.AsSpan(at, size).Reverse();
        }

        return new NpyArray($"<{type[1..]}", header.Shape, data);
    }
}
