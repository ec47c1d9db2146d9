using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Giqa.Images;

/// <summary>Resamples along rows, then along columns, keeping only the window of rows that the second pass needs.</summary>
internal static class SeparableResampler
{
    internal static void Run<TSum, TSample, TWeight>(
        ResampleJob job, WeightTable<TWeight>? columns, WeightTable<TWeight>? rows, Span<TSample> destination)
        where TSum : struct, IWeightedSum<TSum, TSample, TWeight>
        where TSample : unmanaged
        where TWeight : unmanaged
    {
        var length = job.Width * 3;
        using var window = new RowWindow<TSum, TSample, TWeight>(job.Image, columns, rows?.MaxCount ?? 1);
        for (var y = 0; y < job.Height; y++)
        {
            var target = destination.Slice(y * length, length);
            if (rows is null)
            {
                window.Rows(y, 1)[..length].CopyTo(target);
            }
            else
            {
                var weights = rows.Weights(y);
                SumRows<TSum, TSample, TWeight>(window.Rows(rows.Start(y), weights.Length), window.Stride, weights, target);
            }
        }
    }

    // Four vectors side by side hide the latency of their additions. The last vector may reach past the row's end: the window's
    // stride leaves room to read, the result goes through a block.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumRows<TSum, TSample, TWeight>(
        ReadOnlySpan<TSample> window, int stride, ReadOnlySpan<TWeight> weights, Span<TSample> target)
        where TSum : struct, IWeightedSum<TSum, TSample, TWeight>
        where TSample : unmanaged
        where TWeight : unmanaged
    {
        ref var first = ref MemoryMarshal.GetReference(window);
        ref var output = ref MemoryMarshal.GetReference(target);
        var x = 0;
        for (; x + (4 * TSum.Width) <= target.Length; x += 4 * TSum.Width)
        {
            var (sum0, sum1, sum2, sum3) = (TSum.Start, TSum.Start, TSum.Start, TSum.Start);
            ref var source = ref Unsafe.Add(ref first, x);
            foreach (var weight in weights)
            {
                sum0 = sum0.Add(ref source, weight);
                sum1 = sum1.Add(ref Unsafe.Add(ref source, TSum.Width), weight);
                sum2 = sum2.Add(ref Unsafe.Add(ref source, 2 * TSum.Width), weight);
                sum3 = sum3.Add(ref Unsafe.Add(ref source, 3 * TSum.Width), weight);
                source = ref Unsafe.Add(ref source, stride);
            }

            sum0.Store(ref Unsafe.Add(ref output, x));
            sum1.Store(ref Unsafe.Add(ref output, x + TSum.Width));
            sum2.Store(ref Unsafe.Add(ref output, x + (2 * TSum.Width)));
            sum3.Store(ref Unsafe.Add(ref output, x + (3 * TSum.Width)));
        }

        Span<TSample> block = stackalloc TSample[SampleRows.GroupLanes];
        for (; x < target.Length; x += TSum.Width)
        {
            var sum = TSum.Start;
            ref var source = ref Unsafe.Add(ref first, x);
            foreach (var weight in weights)
            {
                sum = sum.Add(ref source, weight);
                source = ref Unsafe.Add(ref source, stride);
            }

            sum.Store(ref MemoryMarshal.GetReference(block));
            block[..Math.Min(TSum.Width, target.Length - x)].CopyTo(target[x..]);
        }
    }
}
