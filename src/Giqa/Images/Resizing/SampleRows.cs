using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Giqa.Images;

/// <summary>Moves samples between the layouts that resampling needs; nothing is computed.</summary>
internal static class SampleRows
{
    /// <summary>How many rows are resampled side by side, so that a vector holds the same column of all of them.</summary>
    internal const int GroupRows = 4;

    /// <summary>Samples per column of a group: four rows of R, G, B and one that is ignored.</summary>
    internal const int GroupLanes = 4 * GroupRows;

    /// <summary>Brings the same column of four rows together: <see cref="GroupLanes"/> bytes per column.</summary>
    internal static void Interleave(
        ReadOnlySpan<byte> row0, ReadOnlySpan<byte> row1, ReadOnlySpan<byte> row2, ReadOnlySpan<byte> row3, Span<byte> group)
    {
        var columns = row0.Length / 3;
        var column = 0;
        if (Ssse3.IsSupported)
        {
            // Four columns are 12 bytes; the load takes 16, so the last few columns are left to the loop below.
            for (; (column * 3) + 16 <= row0.Length; column += 4)
            {
                InterleaveFour(
                    Load(row0, column), Load(row1, column), Load(row2, column), Load(row3, column), group[(column * GroupLanes)..]);
            }
        }

        for (; column < columns; column++)
        {
            var target = group.Slice(column * GroupLanes, GroupLanes);
            row0.Slice(column * 3, 3).CopyTo(target);
            row1.Slice(column * 3, 3).CopyTo(target[4..]);
            row2.Slice(column * 3, 3).CopyTo(target[8..]);
            row3.Slice(column * 3, 3).CopyTo(target[12..]);
        }
    }

    /// <summary>Turns bytes into samples of another type: bytes stay, floats keep the 0..255 scale.</summary>
    internal static void Convert<TSample>(ReadOnlySpan<byte> bytes, Span<TSample> samples)
        where TSample : unmanaged
    {
        if (typeof(TSample) == typeof(byte))
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(samples));
        }
        else
        {
            Widen(bytes, MemoryMarshal.Cast<TSample, float>(samples));
        }
    }

    /// <summary>Turns bytes into floats on the 0..255 scale.</summary>
    internal static void Widen(ReadOnlySpan<byte> bytes, Span<float> floats)
    {
        floats = floats[..bytes.Length];
        var i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            for (; i + 16 <= bytes.Length; i += 16)
            {
                var (low, high) = Vector128.Widen(Vector128.Create(bytes.Slice(i, 16)));
                WidenEight(low, floats.Slice(i, 8));
                WidenEight(high, floats.Slice(i + 8, 8));
            }
        }

        for (; i < bytes.Length; i++)
        {
            floats[i] = bytes[i];
        }
    }

    // A transposition: one row's four pixels come in per vector, one column's four pixels go out.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void InterleaveFour(Vector128<uint> row0, Vector128<uint> row1, Vector128<uint> row2, Vector128<uint> row3, Span<byte> group)
    {
        var low01 = Sse2.UnpackLow(row0, row1).AsUInt64();
        var low23 = Sse2.UnpackLow(row2, row3).AsUInt64();
        var high01 = Sse2.UnpackHigh(row0, row1).AsUInt64();
        var high23 = Sse2.UnpackHigh(row2, row3).AsUInt64();
        var columns = MemoryMarshal.Cast<byte, Vector128<ulong>>(group[..(4 * GroupLanes)]);
        columns[0] = Sse2.UnpackLow(low01, low23);
        columns[1] = Sse2.UnpackHigh(low01, low23);
        columns[2] = Sse2.UnpackLow(high01, high23);
        columns[3] = Sse2.UnpackHigh(high01, high23);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WidenEight(Vector128<ushort> words, Span<float> floats)
    {
        var (low, high) = Vector128.Widen(words);
        Vector128.ConvertToSingle(low.AsInt32()).CopyTo(floats);
        Vector128.ConvertToSingle(high.AsInt32()).CopyTo(floats[4..]);
    }

    // R G B R G B ... to one 32-bit lane per pixel; index 255 gives 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Load(ReadOnlySpan<byte> row, int column) =>
        Ssse3.Shuffle(
            Vector128.Create(row.Slice(column * 3, 16)),
            Vector128.Create((byte)0, 1, 2, 255, 3, 4, 5, 255, 6, 7, 8, 255, 9, 10, 11, 255)).AsUInt32();
}
