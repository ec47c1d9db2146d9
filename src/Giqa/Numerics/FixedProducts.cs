namespace Giqa.Numerics;

/// <summary>
/// Products whose result for a row has the same bits whatever rows stand beside it: the native product is always asked
/// for the same shape, short blocks are filled up, so that it always takes the same path.
/// </summary>
internal static unsafe class FixedProducts
{
    /// <summary>The number of rows of every product.</summary>
    internal const int BlockRows = 64;

    /// <summary>destination = (rows - mean) V^T.</summary>
    /// <param name="rows">N x D.</param>
    /// <param name="mean">D.</param>
    /// <param name="vectors">K x D, row-major.</param>
    /// <param name="vectorCount">K.</param>
    /// <param name="destination">N x K, row-major.</param>
    /// <param name="threads">0 means one per core.</param>
    /// <param name="cancellationToken">Checked per block.</param>
    internal static void Project<TRows>(
        TRows rows, double[] mean, double* vectors, int vectorCount, double* destination, int threads, CancellationToken cancellationToken)
        where TRows : IRowSource
    {
        var columns = rows.Columns;
        ParallelBlocks.Run(
            ParallelBlocks.Count(rows.Rows, BlockRows),
            threads,
            () => new AlignedBuffer<double>((long)BlockRows * (columns + vectorCount)),
            (block, scratch) =>
            {
                var first = block * BlockRows;
                var count = Math.Min(BlockRows, rows.Rows - first);
                var centred = scratch.Pointer;
                var product = centred + ((long)BlockRows * columns);
                for (var row = 0; row < count; row++)
                {
                    rows.CopyCentred(first + row, mean, new Span<double>(centred + ((long)row * columns), columns));
                }

                OpenBlas.MultiplyDouble(
                    OpenBlas.RowMajor, OpenBlas.NoTranspose, OpenBlas.Transpose, BlockRows, vectorCount, columns,
                    1, centred, columns, vectors, columns, 0, product, vectorCount);
                new ReadOnlySpan<double>(product, count * vectorCount).CopyTo(
                    new Span<double>(destination + ((long)first * vectorCount), count * vectorCount));
            },
            cancellationToken);
    }
}
