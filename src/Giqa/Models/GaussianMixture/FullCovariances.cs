using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>The M-step of full covariances: upper triangles of sum r (x - mean)(x - mean)^T / N_k.</summary>
internal static unsafe class FullCovariances
{
    private const int LeastBlockRows = 512;
    private const int CachedValues = 1 << 18;

    // With few components there are too few matrices to keep many cores busy: each is cut into panels of columns.
    private const int Tasks = 16;

    internal static void Compute(
        MatrixView rows, Responsibilities responsibilities, PinnedArray means, double[] counts, PinnedArray covariances, WorkContext context)
    {
        var columns = rows.Columns;
        var components = counts.Length;
        var blockRows = Math.Max(LeastBlockRows, CachedValues / columns);
        var edges = Moments.PanelEdges(columns, ParallelBlocks.Count(Tasks, components));
        var panels = edges.Length - 1;
        context.Run(
            components * panels,
            () => new AlignedBuffer<double>((long)blockRows * columns),
            (task, scratch) =>
            {
                var component = task % components;
                var panel = task / components;
                AddPanel(
                    rows, responsibilities.Rows(component), responsibilities.Weights(component), means.Pointer + ((long)component * columns),
                    1 / counts[component], new MatrixView(scratch.Pointer, blockRows, columns), new Panel(edges[panel], edges[panel + 1]),
                    covariances.Pointer + ((long)component * columns * columns));
            });
    }

    /// <summary>Shrinks every covariance to their weighted mean: (N_k S_k + n S) / (N_k + n).</summary>
    internal static void Pool(PinnedArray covariances, double[] weights, double[] counts, double pooledRows)
    {
        if (pooledRows == 0 || weights.Length == 1)
        {
            return;
        }

        var size = covariances.Values.Length / weights.Length;
        using var pooled = new AlignedBuffer<double>(size);
        for (var component = 0; component < weights.Length; component++)
        {
            VectorKernels.AddScaled(weights[component], covariances.Pointer + ((long)component * size), pooled.Pointer, size);
        }

        for (var component = 0; component < weights.Length; component++)
        {
            var covariance = covariances.Pointer + ((long)component * size);
            var share = pooledRows / (counts[component] + pooledRows);
            for (var i = 0; i < size; i++)
            {
                covariance[i] += share * (pooled.Pointer[i] - covariance[i]);
            }
        }
    }

    private static void AddPanel(
        MatrixView rows, ReadOnlySpan<int> members, ReadOnlySpan<double> weights, double* mean, double scale,
        MatrixView block, Panel panel, double* covariance)
    {
        var columns = rows.Columns;
        var centred = block.Data;
        for (var first = 0; first == 0 || first < members.Length; first += block.Rows)
        {
            var count = Math.Min(block.Rows, members.Length - first);
            for (var i = 0; i < count; i++)
            {
                VectorKernels.SubtractScaled(
                    Math.Sqrt(weights[first + i]), rows.Row(members[first + i]), mean, centred + ((long)i * columns), panel.End);
            }

            var beta = first == 0 ? 0.0 : 1.0;
            if (panel.Left > 0)
            {
                OpenBlas.MultiplyDouble(
                    OpenBlas.RowMajor, OpenBlas.Transpose, OpenBlas.NoTranspose, panel.Left, panel.Width, count,
                    scale, centred, columns, centred + panel.Left, columns, beta, covariance + panel.Left, columns);
            }

            OpenBlas.SymmetricRankDouble(
                OpenBlas.RowMajor, OpenBlas.Upper, OpenBlas.Transpose, panel.Width, count,
                scale, centred + panel.Left, columns, beta, covariance + ((long)panel.Left * columns) + panel.Left, columns);
        }
    }

    private readonly record struct Panel(int Left, int End)
    {
        internal int Width => End - Left;
    }
}
