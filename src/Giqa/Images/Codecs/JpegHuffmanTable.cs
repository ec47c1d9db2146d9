namespace Giqa.Images.Codecs;

/// <summary>A Huffman table of a JPEG, as ITU-T T.81 writes it: how many codes there are of each length, and what they stand for.</summary>
internal sealed class JpegHuffmanTable
{
    private const int QuickBits = 10;
    private const int LongestCode = 16;

    /// <summary>For the first bits of the data: length of the code and symbol; 0 where the code is longer.</summary>
    private readonly ushort[] _quick = new ushort[1 << QuickBits];

    /// <summary>By length: the first number, in 16 bits, that belongs to longer codes.</summary>
    private readonly uint[] _ends = new uint[LongestCode + 1];
    private readonly int[] _offsets = new int[LongestCode + 1];
    private readonly byte[] _symbols;

    private JpegHuffmanTable(byte[] symbols) => _symbols = symbols;

    /// <summary>Reads a table.</summary>
    /// <param name="bytes">Sixteen counts, then the symbols.</param>
    /// <param name="length">How many bytes the table takes.</param>
    /// <returns>Null for more codes than there can be.</returns>
    internal static JpegHuffmanTable? Read(ReadOnlySpan<byte> bytes, out int length)
    {
        var total = 0;
        foreach (var count in bytes[..LongestCode])
        {
            total += count;
        }

        length = LongestCode + total;
        if (total > 256 || length > bytes.Length)
        {
            return null;
        }

        var table = new JpegHuffmanTable(bytes.Slice(LongestCode, total).ToArray());
        var (code, symbol) = (0u, 0);
        for (var bits = 1; bits <= LongestCode; bits++, code <<= 1)
        {
            table._offsets[bits] = symbol - (int)code;
            for (var i = bytes[bits - 1]; i > 0; i--, code++, symbol++)
            {
                if (code >= 1u << bits)
                {
                    return null;
                }

                if (bits <= QuickBits)
                {
                    table._quick.AsSpan((int)code << (QuickBits - bits), 1 << (QuickBits - bits)).Fill((ushort)((bits << 8) | table._symbols[symbol]));
                }
            }

            table._ends[bits] = code << (LongestCode - bits);
        }

        return table;
    }

    /// <summary>Takes one code.</summary>
    /// <returns>Its symbol; -1 when no code begins with these bits.</returns>
    internal int Decode(ref JpegBits bits)
    {
        var next = bits.Peek16();
        int quick = _quick[next >> (LongestCode - QuickBits)];
        if (quick != 0)
        {
            bits.Skip(quick >> 8);
            return (byte)quick;
        }

        for (var length = QuickBits + 1; length <= LongestCode; length++)
        {
            if (next < _ends[length])
            {
                bits.Skip(length);
                return _symbols[(int)(next >> (LongestCode - length)) + _offsets[length]];
            }
        }

        return -1;
    }
}
