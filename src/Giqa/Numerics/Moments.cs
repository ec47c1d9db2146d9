namespace Giqa.Numerics;

/// <summary>
/// Mean and scatter matrix of rows. Rows are centred before they are multiplied, so that nothing cancels; the work is
/// cut by column, and every column is summed in the order of the rows: the result does not depend on the threads.
/// </summary>
internal static unsafe class Moments
{
    private const int MeanColumns = 64;
    private const int MeanRows = 1 << 14;
    private const int BlockRows = 1024;
    private const int LeastPanelColumns = 256;
    private const int MostPanels = 4;
    private const int CentredRows = 64;

    /// <summary>The mean of every column.</summary>
    internal static double[] Mean<TRows>(TRows rows, int threads, CancellationToken cancellationToken)
        where TRows : IRowSource
    {
        var mean = new double[rows.Columns];

        // Rows that lie in files are passed over once: some of them, all columns, then the next.
        for (var start = 0L; start < rows.Rows; start += MeanRows)
        {
            var (from, to) = ((int)start, (int)Math.Min(rows.Rows, start + MeanRows));
            ParallelBlocks.Run(ParallelBlocks.Count(rows.Columns, MeanColumns), threads, block =>
            {
                var first = block * MeanColumns;
                var sum = mean.AsSpan(first, Math.Min(MeanColumns, rows.Columns - first));
                for (var row = from; row < to; row++)
                {
                    rows.AddTo(row, first, sum);
                }
            }, cancellationToken);
        }

        foreach (ref var value in mean.AsSpan())
        {
            value /= rows.Rows;
        }

        return mean;
    }

    /// <summary>Upper triangle of the sum of (x - mean)(x - mean)^T, times <paramref name="scale"/>.</summary>
    /// <param name="rows">N x D.</param>
    /// <param name="mean">D.</param>
    /// <param name="scale">A factor; 1/(N-1) gives the unbiased covariance.</param>
    /// <param name="scatter">D x D, row-major, overwritten; below the diagonal blocks nothing is defined.</param>
    /// <param name="threads">0 means one per core.</param>
    /// <param name="cancellationToken">Checked per block.</param>
    internal static void Scatter<TRows>(
        TRows rows, double[] mean, double scale, double* scatter, int threads, CancellationToken cancellationToken)
        where TRows : IRowSource
    {
        var columns = rows.Columns;
        var edges = PanelEdges(columns);
        using var centred = new AlignedBuffer<double>((long)Math.Min(BlockRows, rows.Rows) * columns);
        for (var first = 0; first < rows.Rows; first += BlockRows)
        {
            var block = new MatrixView(centred.Pointer, Math.Min(BlockRows, rows.Rows - first), columns);
            Centre(rows, first, mean, block, threads, cancellationToken);
            var beta = first == 0 ? 0.0 : 1.0;
            ParallelBlocks.Run(edges.Length - 1, threads, panel =>
                AddPanel(block, edges[panel], edges[panel + 1], scale, beta, scatter), cancellationToken);
        }
    }

    /// <summary>block = rows - mean, from row <paramref name="first"/> on.</summary>
    internal static void Centre<TRows>(
        TRows rows, int first, double[] mean, MatrixView block, int threads, CancellationToken cancellationToken)
        where TRows : IRowSource =>
        ParallelBlocks.Run(ParallelBlocks.Count(block.Rows, CentredRows), threads, task =>
        {
            var end = Math.Min(block.Rows, (task + 1) * CentredRows);
            for (var row = task * CentredRows; row < end; row++)
            {
                rows.CopyCentred(first + row, mean, new Span<double>(block.Row(row), block.Columns));
            }
        }, cancellationToken);

    /// <summary>
    /// Cuts a triangle into panels of columns that cost the same: an edge at the root of every share. Few wide panels copy
    /// less than many narrow ones.
    /// </summary>
    /// <param name="columns">D.</param>
    /// <param name="most">The most panels; fewer are given where they would be narrow.</param>
    internal static int[] PanelEdges(int columns, int most = MostPanels)
    {
        var panels = Math.Clamp(columns / LeastPanelColumns, 1, most);
        return [.. Enumerable.Range(0, panels + 1).Select(panel => (int)Math.Round(columns * Math.Sqrt((double)panel / panels)))];
    }

    private static void AddPanel(MatrixView block, int left, int right, double scale, double beta, double* scatter)
    {
        var columns = block.Columns;
        var width = right - left;
        if (left > 0)
        {
            LinearAlgebra.Current.MultiplyDouble(
                Transposed.Yes, Transposed.No, left, width, block.Rows,
                scale, block.Data, columns, block.Data + left, columns, beta, scatter + left, columns);
        }

        LinearAlgebra.Current.SymmetricRankDouble(
            Transposed.Yes, width, block.Rows,
            scale, block.Data + left, columns, beta, scatter + ((long)left * columns) + left, columns);
    }
}
