using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Giqa.Features.Onnx;

/// <summary>Writes the protobuf wire format into one growing buffer.</summary>
/// <remarks>
/// A nested message's length is written as a five-byte variable-length number once the message is known. Readers accept
/// the padding, and hundreds of megabytes of weights need no second buffer. Not thread-safe.
/// </remarks>
internal sealed class ProtobufWriter
{
    private const int LengthBytes = 5;

    private byte[] _buffer;
    private int _length;

    internal ProtobufWriter(int capacity = 1 << 16) => _buffer = new byte[capacity];

    internal byte[] ToArray() => _buffer.AsSpan(0, _length).ToArray();

    internal void WriteInteger(int field, long value)
    {
        WriteTag(field, ProtobufWireType.Varint);
        WriteVarint((ulong)value);
    }

    internal void WriteFloat(int field, float value)
    {
        WriteTag(field, ProtobufWireType.Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(Reserve(sizeof(float)), value);
    }

    internal void WriteString(int field, string value)
    {
        WriteTag(field, ProtobufWireType.Bytes);
        var count = Encoding.UTF8.GetByteCount(value);
        WriteVarint((ulong)count);
        _ = Encoding.UTF8.GetBytes(value, Reserve(count));
    }

    internal void WriteBytes(int field, ReadOnlySpan<byte> value)
    {
        WriteTag(field, ProtobufWireType.Bytes);
        WriteVarint((ulong)value.Length);
        value.CopyTo(Reserve(value.Length));
    }

    internal void WriteFloats(int field, ReadOnlySpan<float> values) => WriteBytes(field, MemoryMarshal.AsBytes(values));

    internal void WritePackedIntegers(int field, ReadOnlySpan<long> values)
    {
        WriteTag(field, ProtobufWireType.Bytes);
        var start = BeginLength();
        foreach (var value in values)
        {
            WriteVarint((ulong)value);
        }

        EndLength(start);
    }

    /// <summary>Writes a nested message through a callback that fills this same writer.</summary>
    internal void WriteMessage(int field, Action<ProtobufWriter> write)
    {
        WriteTag(field, ProtobufWireType.Bytes);
        var start = BeginLength();
        write(this);
        EndLength(start);
    }

    /// <summary>Copies bytes that are wire format already.</summary>
    internal void WriteRaw(ReadOnlySpan<byte> wire) => wire.CopyTo(Reserve(wire.Length));

    private void WriteTag(int field, ProtobufWireType type) => WriteVarint(((ulong)field << 3) | (ulong)type);

    private void WriteVarint(ulong value)
    {
        while (value >= 0x80)
        {
            Reserve(1)[0] = (byte)(value | 0x80);
            value >>= 7;
        }

        Reserve(1)[0] = (byte)value;
    }

    private int BeginLength()
    {
        _ = Reserve(LengthBytes);
        return _length;
    }

    private void EndLength(int start)
    {
        var length = (uint)(_length - start);
        for (var i = 0; i < LengthBytes; i++)
        {
            _buffer[start - LengthBytes + i] = (byte)((length & 0x7F) | (i < LengthBytes - 1 ? 0x80u : 0));
            length >>= 7;
        }
    }

    private Span<byte> Reserve(int count)
    {
        var needed = checked(_length + count);
        if (needed > _buffer.Length)
        {
            Array.Resize(ref _buffer, (int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * _buffer.Length)));
        }

        var span = _buffer.AsSpan(_length, count);
        _length = needed;
        return span;
    }
}
