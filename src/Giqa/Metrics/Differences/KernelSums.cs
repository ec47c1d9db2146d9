using System.Numerics.Tensors;
using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>Sums of KID's kernel (x.y / D + 1)^3 over two sets, row by row and column by column; a row with itself is left out.</summary>
internal sealed class KernelSums
{
    private const int BlockRows = 256;

    private KernelSums(double[] ofFirst, double[] ofSecond) => (OfFirst, OfSecond) = (ofFirst, ofSecond);

    /// <summary>Per row of the first set, the sum over the second.</summary>
    internal double[] OfFirst { get; }

    /// <summary>Per row of the second set, the sum over the first.</summary>
    internal double[] OfSecond { get; }

    internal static unsafe KernelSums Compute(FeatureMatrix first, FeatureMatrix second, int threads, CancellationToken cancellationToken)
    {
        var size = first.Columns;
        var blocks = ParallelBlocks.Count(first.Rows, BlockRows);
        var ofFirst = new double[first.Rows];
        var ofSecond = new double[blocks][];
        LinearAlgebra.Current.UseOneThread();
        ParallelBlocks.Run(
            blocks,
            threads,
            () => new AlignedBuffer<float>((long)BlockRows * second.Rows),
            (block, memory) =>
            {
                var start = block * BlockRows;
                var count = Math.Min(BlockRows, first.Rows - start);
                fixed (float* a = first.Span, b = second.Span)
                {
                    LinearAlgebra.Current.MultiplySingle(
                        Transposed.No, Transposed.Yes, count, second.Rows, size,
                        1f, a + ((long)start * size), size, b, size, 0f, memory.Pointer, second.Rows);
                }

                var sums = ofSecond[block] = new double[second.Rows];
                var values = new double[second.Rows];
                var squares = new double[second.Rows];
                for (var i = 0; i < count; i++)
                {
                    TensorPrimitives.ConvertTruncating(new ReadOnlySpan<float>(memory.Pointer + ((long)i * second.Rows), second.Rows), values);
                    TensorPrimitives.Multiply(values, 1.0 / size, values);
                    TensorPrimitives.Add(values, 1.0, values);
                    TensorPrimitives.Multiply(values, values, squares);
                    TensorPrimitives.Multiply(values, squares, values);
                    if (ReferenceEquals(first, second))
                    {
                        values[start + i] = 0.0;
                    }

                    ofFirst[start + i] = StableSums.Sum(values);
                    TensorPrimitives.Add(sums, values, sums);
                }
            },
            cancellationToken);
        var total = new double[second.Rows];
        foreach (var sums in ofSecond)
        {
            TensorPrimitives.Add(total, sums, total);
        }

        return new KernelSums(ofFirst, total);
    }
}
