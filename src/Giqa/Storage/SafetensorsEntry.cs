namespace Giqa.Storage;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DataType">F32, F64, I32, I64 or U8.</param>
/// <param name="Shape">The lengths of the axes; empty for a scalar.</param>
/// <param name="Start">The first byte, counted from the end of the header.</param>
/// <param name="End">One past the last byte.</param>
internal sealed record SafetensorsEntry(string Name, string DataType, long[] Shape, long Start, long End)
{
    /// <summary>The number of values.</summary>
    public long Count => Shape.Aggregate(1L, (product, axis) => checked(product * axis));

    internal static int SizeOf(string dataType) => dataType switch
    {
        "U8" => 1,
        "F32" or "I32" => 4,
        "F64" or "I64" => 8,
        _ => throw new ModelFileException($"tensors of type {dataType} are not supported; F32, F64, I32, I64 and U8 are"),
    };
}
