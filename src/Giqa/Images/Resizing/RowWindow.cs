using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Giqa.Images;

/// <summary>A window of consecutive rows, already resampled along their length, that slides down an image.</summary>
internal sealed class RowWindow<TSum, TSample, TWeight> : IDisposable
    where TSum : struct, IWeightedSum<TSum, TSample, TWeight>
    where TSample : unmanaged
    where TWeight : unmanaged
{
    private readonly RgbImage _image;
    private readonly WeightTable<TWeight>? _columns;
    private readonly int _capacity;
    private readonly TSample[] _rows;
    private readonly TSample[] _group;
    private readonly byte[] _groupBytes;
    private int _first;
    private int _filled;

    /// <param name="image">The image.</param>
    /// <param name="columns">The weights along a row, or null when rows keep their length.</param>
    /// <param name="height">The most rows requested at once.</param>
    internal RowWindow(RgbImage image, WeightTable<TWeight>? columns, int height)
    {
        _image = image;
        _columns = columns;
        var length = (columns?.OutputSize ?? image.Width) * 3;

        // One sample more than the row, because pixels are written four samples at a time, then up to a whole vector.
        Stride = (length + SampleRows.GroupLanes) / SampleRows.GroupLanes * SampleRows.GroupLanes;
        _capacity = Math.Min(height + Math.Max(height / 2, 32), image.Height) + SampleRows.GroupRows;
        _rows = ArrayPool<TSample>.Shared.Rent(checked(_capacity * Stride));
        var groupLength = columns is null ? 0 : checked(image.Width * SampleRows.GroupLanes);
        _group = ArrayPool<TSample>.Shared.Rent(groupLength);
        _groupBytes = ArrayPool<byte>.Shared.Rent(groupLength);
    }

    /// <summary>Samples from the start of one row to the start of the next.</summary>
    internal int Stride { get; }

    /// <summary>Gives rows <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/>; starts must not fall.</summary>
    internal ReadOnlySpan<TSample> Rows(int start, int count)
    {
        Debug.Assert(start >= _first && start + count <= _image.Height, "the window only slides down");
        while (_first + _filled < start + count)
        {
            MakeRoom(start);
            Append();
        }

        return _rows.AsSpan((start - _first) * Stride, count * Stride);
    }

    public void Dispose()
    {
        ArrayPool<TSample>.Shared.Return(_rows);
        ArrayPool<TSample>.Shared.Return(_group);
        ArrayPool<byte>.Shared.Return(_groupBytes);
    }

    private void MakeRoom(int start)
    {
        if (_filled + SampleRows.GroupRows <= _capacity)
        {
            return;
        }

        var dropped = Math.Min(start - _first, _filled);
        _rows.AsSpan(dropped * Stride, (_filled - dropped) * Stride).CopyTo(_rows);
        _first += dropped;
        _filled -= dropped;
    }

    private void Append()
    {
        var y = _first + _filled;
        var count = Math.Min(SampleRows.GroupRows, _image.Height - y);
        if (_columns is null)
        {
            for (var row = 0; row < count; row++)
            {
                SampleRows.Convert(Pixels(y + row), _rows.AsSpan((_filled + row) * Stride, Stride));
            }
        }
        else
        {
            AppendResampled(_columns, y);
        }

        _filled += count;
    }

    // Below the last row it is repeated; the result is beyond the filled rows.
    private void AppendResampled(WeightTable<TWeight> columns, int y)
    {
        var last = _image.Height - 1;
        var length = _image.Width * SampleRows.GroupLanes;
        var bytes = _groupBytes.AsSpan(0, length);
        SampleRows.Interleave(
            Pixels(y), Pixels(Math.Min(y + 1, last)), Pixels(Math.Min(y + 2, last)), Pixels(Math.Min(y + 3, last)), bytes);
        SampleRows.Convert(bytes, _group.AsSpan(0, length));
        SumColumns(columns, _group.AsSpan(0, length), _rows.AsSpan(_filled * Stride, SampleRows.GroupRows * Stride), Stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumColumns(WeightTable<TWeight> columns, ReadOnlySpan<TSample> group, Span<TSample> rows, int stride)
    {
        Span<TSample> block = stackalloc TSample[SampleRows.GroupLanes];
        ref var output = ref MemoryMarshal.GetReference(block);
        for (var x = 0; x < columns.OutputSize; x++)
        {
            var weights = columns.Weights(x);
            ref var column = ref MemoryMarshal.GetReference(group[(columns.Start(x) * SampleRows.GroupLanes)..]);
            for (var lane = 0; lane < SampleRows.GroupLanes; lane += TSum.Width)
            {
                var sum = TSum.Start;
                ref var source = ref Unsafe.Add(ref column, lane);
                foreach (var weight in weights)
                {
                    sum = sum.Add(ref source, weight);
                    source = ref Unsafe.Add(ref source, SampleRows.GroupLanes);
                }

                sum.Store(ref Unsafe.Add(ref output, lane));
            }

            Scatter(ref output, ref rows[x * 3], stride);
        }
    }

    // Writes the four lanes of each row's pixel; the fourth is overwritten by the next pixel or is in the stride's slack.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scatter(ref TSample block, ref TSample target, int stride)
    {
        for (var row = 0; row < SampleRows.GroupRows; row++)
        {
            Unsafe.As<TSample, Pixel>(ref Unsafe.Add(ref target, row * stride)) =
                Unsafe.As<TSample, Pixel>(ref Unsafe.Add(ref block, row * 4));
        }
    }

    [InlineArray(4)]
    private struct Pixel
    {
        private TSample _first;
    }

    private ReadOnlySpan<byte> Pixels(int row) => _image.Pixels.AsSpan(row * _image.Width * 3, _image.Width * 3);
}
