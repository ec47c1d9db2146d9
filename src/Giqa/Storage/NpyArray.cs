using System.Runtime.InteropServices;

namespace Giqa.Storage;

/// <summary>One array of a <c>.npy</c> file, in C order and little endian.</summary>
internal sealed class NpyArray
{
    /// <summary>Wraps an array's bytes.</summary>
    /// <param name="dataType">NumPy's name: <c>&lt;f4</c>, <c>&lt;f8</c>, <c>|u1</c>, <c>&lt;i4</c>, <c>&lt;i8</c>.</param>
    /// <param name="shape">The lengths of the axes; empty for a scalar.</param>
    /// <param name="data">The values' bytes.</param>
    public NpyArray(string dataType, int[] shape, byte[] data)
    {
        var size = dataType is "|u1" or "<i4" or "<i8" or "<f4" or "<f8"
            ? NpyHeader.SizeOf(dataType)
            : throw new ArgumentException($"{dataType} is not a supported type: bytes, and 32- and 64-bit numbers in little-endian order", nameof(dataType));
        var count = shape.Aggregate(1L, (product, axis) => checked(product * axis));
        ArgumentOutOfRangeException.ThrowIfNotEqual(data.LongLength, count * size, nameof(data));
        (DataType, Shape, Data) = (dataType, shape, data);
    }

    /// <summary>NumPy's name of the element type.</summary>
    public string DataType { get; }

    /// <summary>The lengths of the axes.</summary>
    public int[] Shape { get; }

    /// <summary>The values' bytes.</summary>
    public byte[] Data { get; }

    /// <summary>The values as floats; doubles are rounded, integers converted.</summary>
    public float[] ToSingle() => DataType == "<f4"
        ? MemoryMarshal.Cast<byte, float>(Data).ToArray()
        : Array.ConvertAll(ToDouble(), value => (float)value);

    /// <summary>The values as doubles.</summary>
    public double[] ToDouble() => DataType switch
    {
        "<f8" => MemoryMarshal.Cast<byte, double>(Data).ToArray(),
        "<f4" => Convert<float>(value => value),
        "<i4" => Convert<int>(value => value),
        "<i8" => Convert<long>(value => value),
        _ => Convert<byte>(value => value),
    };

    /// <summary>The values as 32-bit integers.</summary>
    /// <exception cref="GiqaException">The array does not hold integers.</exception>
    public int[] ToInt32() => DataType switch
    {
        "<i4" => MemoryMarshal.Cast<byte, int>(Data).ToArray(),
        "<i8" => Array.ConvertAll(MemoryMarshal.Cast<byte, long>(Data).ToArray(), value => checked((int)value)),
        "|u1" => Array.ConvertAll(Data, value => (int)value),
        _ => throw new GiqaException($"the array holds {DataType} values where integers are expected"),
    };

    private double[] Convert<T>(Func<T, double> convert)
        where T : unmanaged
    {
        var values = MemoryMarshal.Cast<byte, T>(Data);
        var result = new double[values.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = convert(values[i]);
        }

        return result;
    }
}
