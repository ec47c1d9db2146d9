using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Giqa.Features.Checkpoints;

/// <summary>The flat memory behind one or more tensors of a checkpoint; its bytes may arrive after the tensors that use it.</summary>
internal sealed class TorchStorage(string kind, string key, long count)
{
    private float[]? _values;

    internal long Count => count;

    internal int BytesPerValue => kind switch
    {
        "DoubleStorage" or "LongStorage" => 8,
        "FloatStorage" or "IntStorage" => 4,
        "HalfStorage" or "BFloat16Storage" or "ShortStorage" => 2,
        _ => 1,
    };

    internal float[] Values => _values ?? throw new ModelFileException($"the checkpoint lacks the values of storage '{key}'");

    internal static bool IsKnown(string kind) =>
        kind is "DoubleStorage" or "FloatStorage" or "HalfStorage" or "BFloat16Storage" or "LongStorage" or "IntStorage" or "ShortStorage" or "ByteStorage" or "CharStorage" or "BoolStorage";

    internal void Fill(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != checked(count * BytesPerValue))
        {
            throw new ModelFileException($"storage '{key}' holds {bytes.Length} bytes where {count} values of type {kind} need {count * BytesPerValue}");
        }

        var values = new float[count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Value(bytes[(i * BytesPerValue)..]);
        }

        _values = values;
    }

    private float Value(ReadOnlySpan<byte> bytes) => kind switch
    {
        "FloatStorage" => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        "DoubleStorage" => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        "HalfStorage" => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        "BFloat16Storage" => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16),
        "LongStorage" => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        "IntStorage" => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        "ShortStorage" => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        "CharStorage" => MemoryMarshal.Cast<byte, sbyte>(bytes)[0],
        _ => bytes[0],
    };
}
