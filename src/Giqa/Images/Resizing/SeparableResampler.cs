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

/// <summary>A few neighbouring weighted sums that grow tap by tap: the arithmetic of one resize mode in one vector width.</summary>
/// <typeparam name="TSelf">The implementing struct, so that the compiler makes one loop per arithmetic and width.</typeparam>
/// <typeparam name="TSample">What is read and written.</typeparam>
/// <typeparam name="TWeight">The type of the weights.</typeparam>
internal interface IWeightedSum<TSelf, TSample, TWeight>
    where TSelf : struct, IWeightedSum<TSelf, TSample, TWeight>
{
    /// <summary>How many sums there are: a divisor of 16.</summary>
    static abstract int Width { get; }

    /// <summary>The sums before the first tap.</summary>
    static abstract TSelf Start { get; }

    /// <summary>Adds <see cref="Width"/> consecutive samples with one weight.</summary>
    TSelf Add(ref readonly TSample samples, TWeight weight);

    /// <summary>Rounds the sums to <see cref="Width"/> consecutive samples.</summary>
    void Store(ref TSample samples);
}

/// <summary>One image on its way to another size.</summary>
internal sealed record ResampleJob(RgbImage Image, int Width, int Height, VectorPath Path)
{
    /// <summary>Resamples with ready weights; null weights mean that an axis keeps its size.</summary>
    internal delegate void Resampler<TSample, TWeight>(
        ResampleJob job, WeightTable<TWeight>? columns, WeightTable<TWeight>? rows, Span<TSample> destination)
        where TSample : unmanaged
        where TWeight : unmanaged;

    internal bool IsIdentity => Image.Width == Width && Image.Height == Height;

    /// <summary>Makes the weights of the axes that change, once when both change alike, and resamples.</summary>
    internal void Run<TSample, TWeight>(
        Func<int, int, WeightTable<TWeight>> weights, Resampler<TSample, TWeight> resampler, Span<TSample> destination)
        where TSample : unmanaged
        where TWeight : unmanaged
    {
        using var columns = Width == Image.Width ? null : weights(Image.Width, Width);
        if (columns is not null && Height == Width && Image.Height == Image.Width)
        {
            resampler(this, columns, columns, destination);
            return;
        }

        using var rows = Height == Image.Height ? null : weights(Image.Height, Height);
        resampler(this, columns, rows, destination);
    }
}
