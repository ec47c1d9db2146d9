using System.Runtime.InteropServices;

namespace Giqa.Storage;

/// <summary>NumPy's <c>.npy</c> files.</summary>
internal static class Npy
{
    /// <summary>Reads a whole file.</summary>
    /// <exception cref="GiqaException">The file cannot be read or is not a supported .npy file; the message names it.</exception>
    public static NpyArray Read(string path)
    {
        try
        {
            using var stream = RegularFile.OpenRead(path);
            return Read(stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or GiqaException)
        {
            throw new GiqaException($"cannot read {path}: {e.Message}", e);
        }
    }

    /// <summary>Reads one array from a stream.</summary>
    /// <exception cref="GiqaException">The stream does not hold a supported array, or ends within it.</exception>
    public static NpyArray Read(Stream stream)
    {
        var header = NpyHeader.Read(stream);
        var bytes = checked(header.Count * NpyHeader.SizeOf(header.DataType));
        if (bytes > Array.MaxLength || (stream.CanSeek && stream.Length - stream.Position < bytes))
        {
            throw new GiqaException($"the .npy array announces {bytes} bytes, more than the file has or than fit into memory at once");
        }

        var data = new byte[bytes];
        if (stream.ReadAtLeast(data, data.Length, throwOnEndOfStream: false) < data.Length)
        {
            throw new GiqaException("the .npy file ends within its values");
        }

        return NpyFloats.Normalize(header, data);
    }

    /// <summary>Writes an array of floats, doubles, 32- or 64-bit integers, or bytes.</summary>
    /// <exception cref="ArgumentException">The shape does not fit the values.</exception>
    public static void Write<T>(Stream stream, int[] shape, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var header = new NpyHeader(DataTypeOf<T>(), shape);
        if (header.Count != values.Length)
        {
            throw new ArgumentException($"the shape ({string.Join(", ", shape)}) holds {header.Count} values, not {values.Length}", nameof(shape));
        }

        header.Write(stream);
        stream.Write(MemoryMarshal.AsBytes(values));
    }

    private static string DataTypeOf<T>() => Type.GetTypeCode(typeof(T)) switch
    {
        TypeCode.Single => "<f4",
        TypeCode.Double => "<f8",
        TypeCode.Int32 => "<i4",
        TypeCode.Int64 => "<i8",
        TypeCode.Byte => "|u1",
        _ => throw new NotSupportedException($"{typeof(T).Name} values cannot be written to .npy"),
    };
}
