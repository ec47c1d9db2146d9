using System.Buffers.Binary;

namespace Giqa.Images.Codecs;

/// <summary>Steps from marker to marker of a JPEG, skipping the coded data between them.</summary>
internal ref struct JpegMarkerReader(ReadOnlySpan<byte> encoded)
{
    internal const byte StartOfScan = 0xDA;
    internal const byte EndOfImage = 0xD9;
    internal const byte HuffmanTables = 0xC4;
    internal const byte RestartInterval = 0xDD;
    internal const byte App0 = 0xE0;
    internal const byte App1 = 0xE1;
    internal const byte App14 = 0xEE;

    private readonly ReadOnlySpan<byte> _encoded = encoded;

    /// <summary>Where the next byte is read.</summary>
    internal int Position { get; set; } = 2;

    /// <summary>Whether the last segment was complete.</summary>
    internal bool IsWhole { get; private set; } = true;

    /// <summary>How many stray bytes there are before the last marker.</summary>
    internal int Strays { get; private set; }

    /// <summary>The next marker that is followed by a segment or ends the image; null at the end of the file.</summary>
    internal byte? Next()
    {
        Strays = 0;
        while (_encoded[Position..].IndexOf((byte)0xFF) is var found and >= 0)
        {
            Strays += found;
            Position += found;
            while (Position < _encoded.Length && _encoded[Position] == 0xFF)
            {
                Position++;
            }

            if (Position == _encoded.Length)
            {
                return null;
            }

            var marker = _encoded[Position++];
            if (marker is not (0x00 or 0x01 or (>= 0xD0 and <= 0xD8)))
            {
                return marker;
            }

            Strays += 2;
        }

        Position = _encoded.Length;
        return null;
    }

    /// <summary>The bytes of the segment after a marker, without its length; truncated if the file is (see <see cref="IsWhole"/>).</summary>
    internal ReadOnlySpan<byte> Segment()
    {
        IsWhole = false;
        if (Position + 2 > _encoded.Length)
        {
            return [];
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(_encoded[Position..]);
        var start = Position + 2;
        IsWhole = length >= 2 && Position + length <= _encoded.Length;
        Position = IsWhole ? Position + length : _encoded.Length;
        return _encoded[start..Math.Max(start, Position)];
    }
}
