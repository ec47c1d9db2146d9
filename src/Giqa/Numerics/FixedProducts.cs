namespace Giqa.Numerics;

/// <summary>
/// Products whose result for a row has the same bits whatever rows stand beside it: the native product is always asked
/// for the same shape, short blocks are filled up, so that it always takes the same path.
/// </summary>
internal static unsafe class FixedProducts
{
    /// <summary>The number of rows of every product.</summary>
    internal const int BlockRows = 64;

    /// <summary>
    /// The width of products must be a multiple of this: beyond some 288 columns OpenBLAS' AVX-512 kernels sum the
    /// remainder in an order that depends on the row's place.
    /// </summary>
    private const int WidthStep = 16;

    /// <summary>destination = (rows - mean) V^T.</summary>
    /// <param name="rows">N x D.</param>
    /// <param name="mean">D.</param>
    /// <param name="vectors">K x D, orthonormal rows if residuals are asked for.</param>
    /// <param name="destination">N x K, row-major.</param>
    /// <param name="squaredResiduals">N: receives |row - mean|^2 - |row of the destination|^2; or null.</param>
    /// <param name="threads">0 means one per core.</param>
    /// <param name="cancellationToken">Checked per block.</param>
    internal static void Project<TRows>(
        TRows rows, double[] mean, MatrixView vectors, double* destination, double* squaredResiduals, int threads, CancellationToken cancellationToken)
        where TRows : IRowSource
    {
        var columns = rows.Columns;
        var vectorCount = vectors.Rows;
        var whole = vectorCount / WidthStep * WidthStep;
        var padded = ParallelBlocks.Count(vectorCount, WidthStep) * WidthStep;
        using var remainder = Remainder(vectors.Row(whole), vectorCount - whole, columns);
        ParallelBlocks.Run(
            ParallelBlocks.Count(rows.Rows, BlockRows),
            threads,
            () => new AlignedBuffer<double>((long)BlockRows * (columns + padded)),
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

                Multiply(centred, vectors.Data, whole, columns, product, padded);
                Multiply(centred, remainder.Pointer, padded - whole, columns, product + whole, padded);
                for (var row = 0; row < count; row++)
                {
                    if (squaredResiduals is not null)
                    {
                        var kept = VectorKernels.SumOfSquares(product + ((long)row * padded), vectorCount);
                        var all = VectorKernels.SumOfSquares(centred + ((long)row * columns), columns);
                        squaredResiduals[first + row] = Math.Max(0, all - kept);
                    }

                    new ReadOnlySpan<double>(product + ((long)row * padded), vectorCount).CopyTo(
                        new Span<double>(destination + ((long)(first + row) * vectorCount), vectorCount));
                }
            },
            cancellationToken);
    }

    /// <summary>The last vectors, filled up with zeros to a whole step.</summary>
    private static AlignedBuffer<double> Remainder(double* vectors, int count, int columns)
    {
        var buffer = new AlignedBuffer<double>((long)WidthStep * columns);
        new ReadOnlySpan<double>(vectors, count * columns).CopyTo(new Span<double>(buffer.Pointer, count * columns));
        return buffer;
    }

    private static void Multiply(double* rows, double* vectors, int width, int columns, double* product, int stride)
    {
        if (width > 0)
        {
            LinearAlgebra.Current.MultiplyDouble(
                Transposed.No, Transposed.Yes, BlockRows, width, columns,
                1, rows, columns, vectors, columns, 0, product, stride);
        }
    }
}
