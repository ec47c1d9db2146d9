using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Giqa.Storage;

/// <summary>Writes safetensors files. Equal content gives equal bytes: metadata is sorted, tensors keep the order in which they were added.</summary>
internal sealed class SafetensorsWriter
{
    private readonly List<(string Name, string DataType, long[] Shape, Array Values)> _tensors = [];

    /// <summary>The free-text metadata.</summary>
    public IDictionary<string, string> Metadata { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Adds a tensor of floats, doubles, 32- or 64-bit integers, or bytes; the values are not copied.</summary>
    /// <exception cref="ArgumentException">The name is taken, or the shape does not fit the values.</exception>
    public void Add<T>(string name, long[] shape, T[] values)
        where T : unmanaged
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (_tensors.Any(tensor => tensor.Name == name) || shape.Aggregate(1L, (product, axis) => checked(product * axis)) != values.LongLength)
        {
            throw new ArgumentException($"the tensor '{name}' already exists, or its shape ({string.Join(", ", shape)}) does not hold {values.LongLength} values", nameof(name));
        }

        _tensors.Add((name, DataTypeOf<T>(), shape, values));
    }

    /// <summary>A checksum of all tensors, in their order.</summary>
    internal string Checksum()
    {
        var hash = new XxHash128();
        foreach (var (_, dataType, _, values) in _tensors)
        {
            WriteValues(dataType, values, bytes => hash.Append(bytes));
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <summary>Writes the file.</summary>
    public void Write(Stream stream)
    {
        var header = Header();
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var (_, dataType, _, values) in _tensors)
        {
            WriteValues(dataType, values, stream.Write);
        }
    }

    private static void WriteValues(string dataType, Array values, ReadOnlySpanAction write)
    {
        switch (dataType)
        {
            case "F32": WriteValues<float>(values, write); break;
            case "F64": WriteValues<double>(values, write); break;
            case "I32": WriteValues<int>(values, write); break;
            case "I64": WriteValues<long>(values, write); break;
            default: WriteValues<byte>(values, write); break;
        }
    }

    private static void WriteValues<T>(Array values, ReadOnlySpanAction write)
        where T : unmanaged
    {
        const int Slice = 1 << 24;
        var all = (T[])values;
        for (var done = 0; done < all.Length; done += Slice)
        {
            write(MemoryMarshal.AsBytes(all.AsSpan(done, Math.Min(Slice, all.Length - done))));
        }
    }

    /// <summary>The JSON header, padded with spaces so that the data starts at a multiple of 8 bytes.</summary>
    private byte[] Header()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (Metadata.Count > 0)
            {
                json.WriteStartObject(SafetensorsHeader.MetadataKey);
                foreach (var (key, value) in Metadata)
                {
                    json.WriteString(key, value);
                }

                json.WriteEndObject();
            }

            WriteEntries(json);
            json.WriteEndObject();
        }

        buffer.Write("       "u8[..(int)((8 - (buffer.Length % 8)) % 8)]);
        return buffer.ToArray();
    }

    private void WriteEntries(Utf8JsonWriter json)
    {
        var offset = 0L;
        foreach (var (name, dataType, shape, values) in _tensors)
        {
            var end = offset + (values.LongLength * SafetensorsEntry.SizeOf(dataType));
            json.WriteStartObject(name);
            json.WriteString("dtype", dataType);
            json.WriteStartArray("shape");
            foreach (var axis in shape)
            {
                json.WriteNumberValue(axis);
            }

            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(offset);
            json.WriteNumberValue(end);
            json.WriteEndArray();
            json.WriteEndObject();
            offset = end;
        }
    }

    private static string DataTypeOf<T>() => Type.GetTypeCode(typeof(T)) switch
    {
        TypeCode.Single => "F32",
        TypeCode.Double => "F64",
        TypeCode.Int32 => "I32",
        TypeCode.Int64 => "I64",
        TypeCode.Byte => "U8",
        _ => throw new NotSupportedException($"{typeof(T).Name} values cannot be written to safetensors"),
    };

    private delegate void ReadOnlySpanAction(ReadOnlySpan<byte> bytes);
}
