using System.Buffers.Binary;
using System.IO.Hashing;

namespace Giqa.Images.Codecs;

/// <summary>The chunks of a PNG: lengths, checksums and order are checked; texts, profiles and animation frames are never inflated.</summary>
internal sealed class PngChunks
{
    private const int SignatureBytes = 8;
    private const int FrameBytes = 12;
    private const int HeaderBytes = 13;
    private readonly List<Range> _kept = [];

    private PngChunks()
    {
    }

    internal long Width { get; private set; }

    internal long Height { get; private set; }

    internal int Depth { get; private set; }

    /// <summary>How many bytes of deflated pixels there are.</summary>
    internal long DataBytes { get; private set; }

    /// <summary>The EXIF orientation, 1 to 8.</summary>
    internal int Orientation { get; private set; } = 1;

    /// <summary>Whether there are only chunks that the pixels need.</summary>
    internal bool IsPlain { get; private set; } = true;

    /// <summary>Walks through all chunks.</summary>
    /// <exception cref="ImageException">The file is cut, or a chunk is damaged, missing or out of order.</exception>
    internal static PngChunks Read(ReadOnlySpan<byte> encoded)
    {
        if (!encoded.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
        {
            throw encoded.Length < SignatureBytes ? Truncated() : Corrupt("the signature is damaged");
        }

        var chunks = new PngChunks();
        for (var at = SignatureBytes; ;)
        {
            if (encoded.Length - at < FrameBytes)
            {
                throw Truncated();
            }

            var length = BinaryPrimitives.ReadUInt32BigEndian(encoded[at..]);
            if (length > int.MaxValue)
            {
                throw Corrupt("a chunk's length is impossible");
            }

            if (length > encoded.Length - at - FrameBytes)
            {
                throw Truncated();
            }

            var chunk = encoded.Slice(at + 4, 4 + (int)length);
            var end = at + FrameBytes + (int)length;
            if (Crc32.HashToUInt32(chunk) != BinaryPrimitives.ReadUInt32BigEndian(encoded[(end - 4)..]))
            {
                throw Corrupt("a chunk has a wrong checksum");
            }

            chunks.Add(chunk[..4], chunk[4..], at..end);
            if (chunk.StartsWith("IEND"u8))
            {
                return chunks.DataBytes > 0 ? chunks : throw Truncated();
            }

            at = end;
        }
    }

    /// <summary>The file reduced to what its pixels need.</summary>
    internal byte[] WithoutSideChunks(ReadOnlySpan<byte> encoded)
    {
        var length = SignatureBytes;
        foreach (var range in _kept)
        {
            length += range.End.Value - range.Start.Value;
        }

        var bytes = GC.AllocateUninitializedArray<byte>(length);
        encoded[..SignatureBytes].CopyTo(bytes);
        var at = SignatureBytes;
        foreach (var range in _kept)
        {
            encoded[range].CopyTo(bytes.AsSpan(at));
            at += range.End.Value - range.Start.Value;
        }

        return bytes;
    }

    private static ImageException Truncated() => new(ImageFault.Truncated, "PNG: the file ends before its image does");

    private static ImageException Corrupt(string message) => new(ImageFault.Corrupt, $"PNG: {message}");

    private void Add(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, Range place)
    {
        if (_kept.Count == 0 != type.SequenceEqual("IHDR"u8))
        {
            throw Corrupt("the header chunk is not the first, or not the only one");
        }

        if (_kept.Count == 0)
        {
            ReadHeader(data);
        }
        else if (type.SequenceEqual("IDAT"u8))
        {
            if (DataBytes > 0 && _kept[^1].End.Value != place.Start.Value)
            {
                throw Corrupt("the chunks of pixels do not follow each other");
            }

            DataBytes += data.Length;
            if (data.IsEmpty)
            {
                IsPlain = false;
                return;
            }
        }
        else if (!type.SequenceEqual("PLTE"u8) && !type.SequenceEqual("tRNS"u8) && !type.SequenceEqual("IEND"u8))
        {
            PassOver(type, data);
            return;
        }

        _kept.Add(place);
    }

    private void ReadHeader(ReadOnlySpan<byte> data)
    {
        if (data.Length != HeaderBytes)
        {
            throw Corrupt("the header has a wrong length");
        }

        Width = BinaryPrimitives.ReadUInt32BigEndian(data);
        Height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        Depth = data[8];
        if (!IsKind(data[9], Depth))
        {
            throw Corrupt($"the colour type {data[9]} does not exist with {Depth} bits");
        }

        if (data[10] != 0 || data[11] != 0 || data[12] > 1)
        {
            throw Corrupt("the header names an unknown compression, filter or interlace method");
        }
    }

    /// <summary>Grey, colours, a palette, and the first two with alpha, each with its own depths.</summary>
    private static bool IsKind(byte colourType, int depth) => colourType switch
    {
        0 => depth is 1 or 2 or 4 or 8 or 16,
        3 => depth is 1 or 2 or 4 or 8,
        2 or 4 or 6 => depth is 8 or 16,
        _ => false,
    };

    private void PassOver(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        const byte lowerCase = 0x20;
        if ((type[0] & lowerCase) == 0)
        {
            throw Corrupt("a critical chunk is unknown");
        }

        if (Orientation == 1 && type.SequenceEqual("eXIf"u8))
        {
            Orientation = Exif.ReadOrientation(data);
        }

        IsPlain = false;
    }
}
