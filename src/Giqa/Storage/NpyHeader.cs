using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Giqa.Storage;

/// <summary>The header of a <c>.npy</c> file, versions 1 to 3.</summary>
/// <param name="DataType">NumPy's name of the element type, one that <see cref="SizeOf"/> supports.</param>
/// <param name="Shape">The lengths of the axes.</param>
internal sealed partial record NpyHeader(string DataType, int[] Shape)
{
    private const int MostAxes = 64;
    private const int MaximumLength = 1 << 20;

    /// <summary>The number of values.</summary>
    public long Count => Shape.Aggregate(1L, (product, axis) => checked(product * axis));

    /// <summary>Whether the values are floating point numbers.</summary>
    internal bool IsFloat => DataType.Contains('f', StringComparison.Ordinal);

    /// <summary>The header in words, as messages name it: <c>float32 of shape (9, 16)</c>.</summary>
    internal string Describe() => $"{NameOf(DataType)} of shape ({string.Join(", ", Shape)}{(Shape.Length == 1 ? "," : string.Empty)})";

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a header and leaves the stream at the first value.</summary>
    /// <exception cref="GiqaException">Not a .npy file, a type that is not supported, or Fortran order.</exception>
    public static NpyHeader Read(Stream stream)
    {
        Span<byte> start = stackalloc byte[8];
        if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !start[..6].SequenceEqual(Magic))
        {
            throw new GiqaException("not a .npy file: its first bytes are not NumPy's");
        }

        Span<byte> lengthBytes = stackalloc byte[4];
        lengthBytes.Clear();
        ReadFully(stream, lengthBytes[..(start[6] == 1 ? 2 : 4)]);
        var length = BinaryPrimitives.ReadInt32LittleEndian(lengthBytes);
        if (length is <= 0 or > MaximumLength)
        {
            throw new GiqaException($"the .npy header announces {length} bytes, more than the {MaximumLength} allowed");
        }

        var header = new byte[length];
        ReadFully(stream, header);
        return Parse(Encoding.UTF8.GetString(header));
    }

    /// <summary>Writes a version 1 header, padded so that the values start at a multiple of 64 bytes.</summary>
    public void Write(Stream stream)
    {
        var shape = Shape.Length == 1 ? $"{Shape[0]}," : string.Join(", ", Shape);
        var text = $"{{'descr': '{DataType}', 'fortran_order': False, 'shape': ({shape}), }}";
        var padded = text.PadRight(((10 + text.Length + 64) / 64 * 64) - 10 - 1) + "\n";
        stream.Write(Magic);
        stream.Write([1, 0, (byte)padded.Length, (byte)(padded.Length >> 8)]);
        stream.Write(Encoding.ASCII.GetBytes(padded));
    }

    /// <summary>Bytes per value.</summary>
    /// <exception cref="GiqaException">The type is not supported.</exception>
    public static int SizeOf(string dataType) => dataType switch
    {
        "|u1" => 1,
        "<f2" or ">f2" => 2,
        "<f4" or "<i4" or ">f4" or ">i4" => 4,
        "<f8" or "<i8" or ">f8" or ">i8" => 8,
        _ => throw new GiqaException($"arrays of type {dataType} are not supported; use uint8, int32, int64, float16, float32 or float64"),
    };

    private static NpyHeader Parse(string text)
    {
        var match = Dictionary().Match(text);
        if (!match.Success)
        {
            throw new GiqaException("the .npy header cannot be understood");
        }

        if (match.Groups["order"].Value == "True")
        {
            throw new GiqaException("the .npy array is in Fortran order; save it with numpy.ascontiguousarray first");
        }

        var type = match.Groups["type"].Value;
        _ = SizeOf(type);
        var parts = match.Groups["shape"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length > MostAxes)
        {
            throw new GiqaException($"the .npy header has {parts.Length} axes, more than the {MostAxes} that NumPy allows");
        }

        var shape = Array.ConvertAll(parts, part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var axis)
            ? axis
            : throw new GiqaException($"the .npy header has the axis length '{part}'"));
        return new NpyHeader(type, shape);
    }

    private static string NameOf(string dataType) => dataType[1] switch
    {
        'u' => "uint",
        'i' => "int",
        _ => "float",
    } + (8 * SizeOf(dataType)).ToString(CultureInfo.InvariantCulture);

    private static void ReadFully(Stream stream, Span<byte> buffer)
    {
        if (stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
        {
            throw new GiqaException("the .npy file ends within its header");
        }
    }

    [GeneratedRegex(@"'descr':\s*'(?<type>[^']+)'.*'fortran_order':\s*(?<order>True|False).*'shape':\s*\((?<shape>[^)]*)\)", RegexOptions.Singleline)]
    private static partial Regex Dictionary();
}
