using System.Numerics.Tensors;
using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>
/// KID of many subsets that share rows. With K the kernel of the whole sets, each value of which is computed once, and m the number of times a
/// subset has each row, the sum of the kernel over a subset is m^T K m; for all subsets together it is a product of K with a matrix.
/// </summary>
internal static unsafe class OverlappingSubsets
{
    private const int BlockRows = 256;

    /// <summary>Whether that is less work than a kernel for each subset.</summary>
    internal static bool Pay(int real, int generated, int columns, int subsets, int size)
    {
        // A kernel value costs a product of two rows, and here a product with the subsets' counts, in float64.
        var whole = (((double)real * real / 2) + ((double)generated * generated / 2) + ((double)real * generated)) * (columns + (2.0 * subsets));
        return whole < 2.0 * size * size * columns * subsets;
    }

    /// <summary>The unbiased MMD^2 of each pair of subsets.</summary>
    internal static double[] Discrepancies(
        FeatureMatrix first, IReadOnlyList<int[]> firstRows, FeatureMatrix second, IReadOnlyList<int[]> secondRows, int threads, CancellationToken cancellationToken)
    {
        var size = (double)firstRows[0].Length;
        var (ofFirst, ofSecond) = (CountsOf(firstRows, first.Rows), CountsOf(secondRows, second.Rows));
        var withinFirst = Sums(first, ofFirst, null, ofFirst, firstRows.Count, threads, cancellationToken);
        var withinSecond = Sums(second, ofSecond, null, ofSecond, firstRows.Count, threads, cancellationToken);
        var between = Sums(first, ofFirst, second, ofSecond, firstRows.Count, threads, cancellationToken);
        return [.. between.Select((sum, subset) => ((withinFirst[subset] + withinSecond[subset]) / (size * (size - 1))) - (2.0 * sum / (size * size)))];
    }

    /// <summary>How often each subset has each row, N x subsets.</summary>
    private static double[] CountsOf(IReadOnlyList<int[]> subsets, int rows)
    {
        var counts = new double[(long)rows * subsets.Count];
        for (var subset = 0; subset < subsets.Count; subset++)
        {
            foreach (var row in subsets[subset])
            {
                counts[((long)row * subsets.Count) + subset]++;
            }
        }

        return counts;
    }

    /// <summary>The kernel's sum over every subset; without another set, of the set with itself, leaving out the diagonal.</summary>
    private static double[] Sums(FeatureMatrix first, double[] ofFirst, FeatureMatrix? other, double[] ofSecond, int subsets, int threads, CancellationToken cancellationToken)
    {
        var (isWithin, second) = (other is null, other ?? first);
        var blocks = new double[ParallelBlocks.Count(first.Rows, BlockRows)][];
        LinearAlgebra.Current.UseOneThread();
        ParallelBlocks.Run(
            blocks.Length,
            threads,
            () => new Memory(second.Rows, subsets),
            (block, memory) =>
            {
                var start = block * BlockRows;
                var count = Math.Min(BlockRows, first.Rows - start);

                // Within a set the kernel is symmetric: what is left of a block's own square counts twice.
                var (left, width) = isWithin ? (start, start + count) : (0, second.Rows);
                FillKernel(first, start, count, second, width, memory);
                fixed (double* counts = ofSecond)
                {
                    var kernel = memory.Kernel.Pointer;
                    var products = memory.Products.Pointer;
                    LinearAlgebra.Current.MultiplyDouble(Transposed.No, Transposed.No, count, subsets, width - left, 1, kernel + left, width, counts + ((long)left * subsets), subsets, 0, products, subsets);
                    if (left > 0)
                    {
                        LinearAlgebra.Current.MultiplyDouble(Transposed.No, Transposed.No, count, subsets, left, 2, kernel, width, counts, subsets, 1, products, subsets);
                    }
                }

                var sums = blocks[block] = new double[subsets];
                for (var i = 0; i < count; i++)
                {
                    var products = new Span<double>(memory.Products.Pointer + ((long)i * subsets), subsets);
                    if (isWithin)
                    {
                        TensorPrimitives.Add(products, -memory.Kernel.Pointer[((long)i * width) + start + i], products);
                    }

                    TensorPrimitives.MultiplyAdd(products, ofFirst.AsSpan((start + i) * subsets, subsets), sums, sums);
                }
            },
            cancellationToken);
        var total = new double[subsets];
        foreach (var sums in blocks)
        {
            TensorPrimitives.Add(total, sums, total);
        }

        return total;
    }

    /// <summary>(x.y / D + 1)^3 of some rows with the first rows of the other set: products in float32, the rest in float64.</summary>
    private static void FillKernel(FeatureMatrix first, int start, int count, FeatureMatrix second, int width, Memory memory)
    {
        var size = first.Columns;
        fixed (float* a = first.Span, b = second.Span)
        {
            LinearAlgebra.Current.MultiplySingle(
                Transposed.No, Transposed.Yes, count, width, size, 1f, a + ((long)start * size), size, b, size, 0f, memory.Dots.Pointer, width);
        }

        for (var i = 0; i < count; i++)
        {
            var values = new Span<double>(memory.Kernel.Pointer + ((long)i * width), width);
            TensorPrimitives.ConvertTruncating(new ReadOnlySpan<float>(memory.Dots.Pointer + ((long)i * width), width), values);
            TensorPrimitives.Multiply(values, 1.0 / size, values);
            TensorPrimitives.Add(values, 1.0, values);
            TensorPrimitives.Multiply(values, values, memory.Squares.AsSpan(0, width));
            TensorPrimitives.Multiply(values, memory.Squares.AsSpan(0, width), values);
        }
    }

    /// <summary>One thread's memory: a block of the kernel, and its product with the subsets' counts.</summary>
    private sealed class Memory(int width, int subsets) : IDisposable
    {
        internal AlignedBuffer<float> Dots { get; } = new((long)BlockRows * width);

        internal AlignedBuffer<double> Kernel { get; } = new((long)BlockRows * width);

        internal AlignedBuffer<double> Products { get; } = new((long)BlockRows * subsets);

        internal double[] Squares { get; } = new double[width];

        public void Dispose()
        {
            Dots.Dispose();
            Kernel.Dispose();
            Products.Dispose();
        }
    }
}
