namespace Giqa.Images.Codecs;

/// <summary>The bits of a JPEG's coded data: stuffed zero bytes left out, up to the next marker, after which all bits are zero.</summary>
internal ref struct JpegBits(ReadOnlySpan<byte> encoded, int position)
{
    private readonly ReadOnlySpan<byte> _encoded = encoded;
    private ulong _buffer;
    private int _count;
    private int _padding;
    private int _position = position;

    /// <summary>Whether more bits were taken than there are.</summary>
    internal readonly bool IsExhausted => _count < _padding;

    /// <summary>The position of the first byte of which no bit was taken.</summary>
    internal readonly int End
    {
        get
        {
            // Whole bytes that were read ahead, counted backwards over the stuffed ones.
            var end = _position;
            for (var unused = (_count - _padding) / 8; unused > 0; unused--)
            {
                end -= end >= 2 && _encoded[end - 1] == 0 && _encoded[end - 2] == 0xFF ? 2 : 1;
            }

            return end;
        }
    }

    /// <summary>The next 16 bits, without taking them.</summary>
    internal uint Peek16()
    {
        if (_count < 16)
        {
            Fill();
        }

        return (uint)(_buffer >> (_count - 16)) & 0xFFFF;
    }

    /// <summary>Takes up to 16 bits.</summary>
    internal void Skip(int bits)
    {
        if (_count < bits)
        {
            Fill();
        }

        _count -= bits;
    }

    /// <summary>Takes any number of bits.</summary>
    internal void SkipMany(int bits)
    {
        for (; bits > 16; bits -= 16)
        {
            Skip(16);
        }

        Skip(bits);
    }

    /// <summary>Takes up to 16 bits as a number.</summary>
    internal int Read(int bits)
    {
        Skip(bits);
        return (int)(_buffer >> _count) & ((1 << bits) - 1);
    }

    /// <summary>Goes past a restart marker.</summary>
    /// <returns>False when it is not there, with the right number and nothing before it.</returns>
    internal bool Restart(int number)
    {
        var at = End;
        while (at + 1 < _encoded.Length && _encoded[at] == 0xFF && _encoded[at + 1] == 0xFF)
        {
            at++;
        }

        if (at + 1 >= _encoded.Length || _encoded[at] != 0xFF || _encoded[at + 1] != 0xD0 + (number & 7))
        {
            return false;
        }

        (_position, _count, _padding, _buffer) = (at + 2, 0, 0, 0);
        return true;
    }

    private void Fill()
    {
        while (_count <= 48)
        {
            var next = _position < _encoded.Length ? _encoded[_position] : (byte)0xFF;
            if (next == 0xFF)
            {
                if (_position + 1 < _encoded.Length && _encoded[_position + 1] == 0)
                {
                    _position++;
                }
                else
                {
                    _buffer <<= 8;
                    _count += 8;
                    _padding += 8;
                    continue;
                }
            }

            _position++;
            _buffer = (_buffer << 8) | next;
            _count += 8;
        }
    }
}
