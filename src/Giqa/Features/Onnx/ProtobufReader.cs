namespace Giqa.Features.Onnx;

/// <summary>Walks over the fields of one protobuf message without copying.</summary>
internal ref struct ProtobufReader
{
    private readonly ReadOnlySpan<byte> _data;
    private int _position;

    internal ProtobufReader(ReadOnlySpan<byte> data)
    {
        _data = data;
        _position = 0;
    }

    /// <summary>The field's number.</summary>
    internal int Field { get; private set; }

    /// <summary>The field's layout.</summary>
    internal ProtobufWireType Type { get; private set; }

    /// <summary>The integer, when the field is one.</summary>
    internal ulong Integer { get; private set; }

    /// <summary>The bytes inside the field, when it has a length.</summary>
    internal ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>The whole field as it stands in the message, tag included.</summary>
    internal ReadOnlySpan<byte> Wire { get; private set; }

    /// <summary>The text inside the field.</summary>
    internal readonly string Text => System.Text.Encoding.UTF8.GetString(Bytes);

    /// <summary>Steps to the next field.</summary>
    /// <returns>False at the message's end.</returns>
    /// <exception cref="FormatException">The bytes are not protobuf.</exception>
    internal bool Read()
    {
        if (_position >= _data.Length)
        {
            return false;
        }

        var start = _position;
        var tag = ReadVarint();
        Field = (int)(tag >> 3);
        Type = (ProtobufWireType)(tag & 7);
        Integer = 0;
        Bytes = default;
        switch (Type)
        {
            case ProtobufWireType.Varint:
                Integer = ReadVarint();
                break;
            case ProtobufWireType.Fixed64:
                Bytes = Take(8);
                break;
            case ProtobufWireType.Fixed32:
                Bytes = Take(4);
                break;
            case ProtobufWireType.Bytes:
                Bytes = Take(ReadVarint());
                break;
            default:
                throw new FormatException($"it is not an ONNX file, or damaged (wire type {(int)Type} at byte {start} is not protobuf's)");
        }

        Wire = _data[start.._position];
        return true;
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)(_data.Length - _position))
        {
            throw new FormatException($"it is truncated or damaged, or not an ONNX file (a field of {count} bytes at byte {_position} runs past the end)");
        }

        var span = _data.Slice(_position, (int)count);
        _position += (int)count;
        return span;
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new FormatException($"it is not an ONNX file, or damaged (an integer before byte {_position} has no end)");
    }
}
