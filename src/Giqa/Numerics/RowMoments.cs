using System.Numerics;

namespace Giqa.Numerics;

/// <summary>
/// How many rows there are, their mean, and the scatter about it. Stretches of rows, the leaves, are measured apart and joined two by two
/// (Chan, Golub and LeVeque, 1983), in a tree whose shape follows from the numbers of rows and columns alone: whoever measures the leaves, on however
/// many threads or machines, the result is the same to the last bit.
/// </summary>
/// <param name="Count">N.</param>
/// <param name="Mean">D values.</param>
/// <param name="Scatter">The sum of (x - mean)(x - mean)^T, D x D, row-major; below the diagonal nothing is defined.</param>
internal sealed unsafe record RowMoments(int Count, double[] Mean, double[] Scatter)
{
    // Enough leaves for as many machines as one would give to a product of matrices; joining so few costs nothing beside them.
    private const int MostLeaves = 32;
    private const int LeastLeafRows = 64;
    private const int JoinRows = 64;

    /// <summary>How many rows a leaf has: a power of two, and as many as columns, so that joining is little beside measuring.</summary>
    internal static int LeafRows(int rows, int columns) =>
        (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(Math.Max(LeastLeafRows, columns), ParallelBlocks.Count(rows, MostLeaves)));

    /// <summary>How many leaves there are.</summary>
    internal static int Leaves(int rows, int columns) => ParallelBlocks.Count(rows, LeafRows(rows, columns));

    /// <summary>Measures all rows.</summary>
    internal static RowMoments Of<TRows>(TRows rows, int threads, CancellationToken cancellationToken)
        where TRows : IRowSource
    {
        var free = new Stack<double[]>();
        var leaves = Enumerable.Range(0, Leaves(rows.Rows, rows.Columns)).Select(leaf => OfLeaf(rows, leaf, free.TryPop(out var memory) ? memory : null, threads, cancellationToken));
        return Joined(leaves, free.Push, threads, cancellationToken);
    }

    /// <summary>Measures the rows of a leaf.</summary>
    internal static RowMoments OfLeaf<TRows>(TRows rows, int leaf, double[]? memory, int threads, CancellationToken cancellationToken)
        where TRows : IRowSource
    {
        var size = LeafRows(rows.Rows, rows.Columns);
        var range = new RowRange<TRows>(rows, leaf * size, Math.Min(size, rows.Rows - (leaf * size)));
        var mean = Moments.Mean(range, threads, cancellationToken);
        var scatter = memory ?? GC.AllocateUninitializedArray<double>(checked(rows.Columns * rows.Columns));
        LinearAlgebra.Current.UseOneThread();
        fixed (double* target = scatter)
        {
            Moments.Scatter(range, mean, 1, target, threads, cancellationToken);
        }

        return new RowMoments(range.Rows, mean, scatter);
    }

    /// <summary>Joins all leaves, given in their order: two as soon as there are two of one size, and what is left over at the end.</summary>
    /// <param name="leaves">The leaves; joining takes their memory.</param>
    /// <param name="release">Given memory that is not needed any longer.</param>
    /// <param name="threads">0 means one per core.</param>
    /// <param name="cancellationToken">Checked at every join.</param>
    internal static RowMoments Joined(IEnumerable<RowMoments> leaves, Action<double[]> release, int threads, CancellationToken cancellationToken)
    {
        var nodes = new Stack<RowMoments>();
        var number = 0;
        foreach (var leaf in leaves)
        {
            nodes.Push(leaf);
            for (var left = ++number; left % 2 == 0; left /= 2)
            {
                Join();
            }
        }

        while (nodes.Count > 1)
        {
            Join();
        }

        return nodes.Pop();

        void Join()
        {
            var second = nodes.Pop();
            nodes.Push(nodes.Pop().With(second, threads, cancellationToken));
            release(second.Scatter);
        }
    }

    /// <summary>The moments as numbers in a row, for a file: the count, the mean, the upper triangle.</summary>
    internal double[] ToNumbers()
    {
        var size = Mean.Length;
        var numbers = new double[1 + size + ((long)size * (size + 1) / 2)];
        numbers[0] = Count;
        Mean.CopyTo(numbers, 1);
        var at = 1 + size;
        for (var row = 0; row < size; at += size - row++)
        {
            Scatter.AsSpan((row * size) + row, size - row).CopyTo(numbers.AsSpan(at));
        }

        return numbers;
    }

    /// <summary>The moments that <see cref="ToNumbers"/> wrote.</summary>
    internal static RowMoments FromNumbers(double[] numbers, int size)
    {
        var scatter = new double[checked(size * size)];
        var at = 1 + size;
        for (var row = 0; row < size; at += size - row++)
        {
            numbers.AsSpan(at, size - row).CopyTo(scatter.AsSpan((row * size) + row));
        }

        return new RowMoments((int)numbers[0], numbers[1..(1 + size)], scatter);
    }

    /// <summary>The moments of both; this one's memory becomes theirs.</summary>
    private RowMoments With(RowMoments other, int threads, CancellationToken cancellationToken)
    {
        var (size, count) = (Mean.Length, Count + other.Count);
        var (gap, mean) = (new double[size], new double[size]);
        for (var i = 0; i < size; i++)
        {
            gap[i] = other.Mean[i] - Mean[i];
            mean[i] = Mean[i] + (gap[i] * other.Count / count);
        }

        var between = (double)Count * other.Count / count;
        ParallelBlocks.Run(ParallelBlocks.Count(size, JoinRows), threads, block =>
        {
            fixed (double* target = Scatter, source = other.Scatter, gaps = gap)
            {
                for (var row = block * JoinRows; row < Math.Min(size, (block + 1) * JoinRows); row++)
                {
                    var first = ((long)row * size) + row;
                    VectorKernels.AddScaled(1, source + first, target + first, size - row);
                    VectorKernels.AddScaled(between * gap[row], gaps + row, target + first, size - row);
                }
            }
        }, cancellationToken);
        return new RowMoments(count, mean, Scatter);
    }
}

/// <summary>Some neighbouring rows.</summary>
internal readonly struct RowRange<TRows>(TRows rows, int first, int count) : IRowSource
    where TRows : IRowSource
{
    public int Rows => count;

    public int Columns => rows.Columns;

    public void CopyCentred(int row, ReadOnlySpan<double> mean, Span<double> destination) => rows.CopyCentred(first + row, mean, destination);

    public void AddTo(int row, int firstColumn, Span<double> sum) => rows.AddTo(first + row, firstColumn, sum);
}
