namespace Giqa.Images.Inputs;

/// <summary>The blocks of 512 bytes that a tar archive is made of.</summary>
internal static class TarBlocks
{
    internal const int BlockBytes = 512;

    private const int ChecksumAt = 148;
    private const int ChecksumBytes = 8;
    private const int BlocksAtOnce = 256;

    /// <summary>The end of an entry's data, padded to a whole block.</summary>
    internal static long EndOf(long offset, long length) => (offset + length + BlockBytes - 1) / BlockBytes * BlockBytes;

    /// <summary>Where the next header begins, by its checksum, and whether there are only zeros before it.</summary>
    /// <returns>The file's length when there is none.</returns>
    internal static (long At, bool OnlyZeros) NextHeader(Stream file, long from)
    {
        var blocks = new byte[BlocksAtOnce * BlockBytes];
        var onlyZeros = true;
        for (var at = from; ;)
        {
            file.Position = Math.Min(at, file.Length);
            var count = file.ReadAtLeast(blocks, blocks.Length, throwOnEndOfStream: false);
            for (var i = 0; i + BlockBytes <= count; i += BlockBytes)
            {
                var block = blocks.AsSpan(i, BlockBytes);
                if (IsHeader(block))
                {
                    return (at + i, onlyZeros);
                }

                onlyZeros = onlyZeros && !block.ContainsAnyExcept((byte)0);
            }

            if (count < blocks.Length)
            {
                return (file.Length, onlyZeros && !blocks.AsSpan(count / BlockBytes * BlockBytes, count % BlockBytes).ContainsAnyExcept((byte)0));
            }

            at += count;
        }
    }

    private static bool IsHeader(ReadOnlySpan<byte> block)
    {
        var announced = 0;
        var digits = block.Slice(ChecksumAt, ChecksumBytes).Trim(" \0"u8);
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7')
            {
                return false;
            }

            announced = (announced * 8) + (digit - '0');
        }

        // The checksum field itself counts as blanks.
        var sum = ChecksumBytes * ' ';
        for (var i = 0; i < BlockBytes; i++)
        {
            sum += i is >= ChecksumAt and < ChecksumAt + ChecksumBytes ? 0 : block[i];
        }

        return digits.Length > 0 && sum == announced;
    }
}
