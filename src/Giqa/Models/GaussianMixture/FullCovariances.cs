using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// The M-step of full covariances: upper triangles of sum r (x - mean)(x - mean)^T / N_k. Once EM has begun most rows keep
/// their responsibilities, and then it starts from the last covariance S about the last mean c: with d = mean - c and the
/// changes of r, S' = (N_k S + sum (r' - r)(x - c)(x - c)^T) / N_k' - d d^T. If removing rows would cancel more than a
/// bit of a variance, the covariance is recomputed.
/// </summary>
internal sealed unsafe class FullCovariances(int components, int columns) : IDisposable
{
    private const int LeastBlockRows = 512;
    private const int CachedValues = 1 << 18;

    // With few components there are too few matrices to keep many cores busy, so each is divided into panels of columns.
    private const int Tasks = 16;

    private readonly KeptCovariances? _kept = KeptCovariances.TryCreate(components, columns);
    private readonly int[] _edges = Moments.PanelEdges(columns, ParallelBlocks.Count(Tasks, components));

    public void Dispose() => _kept?.Dispose();

    /// <summary>Writes the covariances of the components that have changed.</summary>
    /// <param name="moments">The rows, their responsibilities, and the results of the M-step so far.</param>
    /// <param name="covariances">M x D x D.</param>
    /// <param name="all">Whether to write also those that have not changed.</param>
    /// <param name="context">Threads and cancellation.</param>
    /// <returns>Which components were written.</returns>
    internal int[] Compute(ComponentMoments moments, PinnedArray covariances, bool all, WorkContext context)
    {
        var changes = new ResponsibilityChanges?[components];
        context.Run(components, component => changes[component] = _kept?.Changes(component, moments.Responsibilities));
        int[] open = [.. Enumerable.Range(0, components).Where(component => all || changes[component] is not { Count: 0 })];
        var cancelled = new bool[components];
        Run(open, moments, context, (component, panel, block) =>
        {
            var covariance = Matrix(covariances, component);
            if (changes[component] is not { } change)
            {
                Sum(moments, component, panel, block, covariance);
            }
            else if (!TryFollow(moments, component, change, panel, block, covariance))
            {
                Volatile.Write(ref cancelled[component], true);
            }
        });
        Run([.. open.Where(component => cancelled[component])], moments, context, (component, panel, block) =>
            Sum(moments, component, panel, block, Matrix(covariances, component)));
        if (_kept is not null)
        {
            context.Run(open.Length, task => Keep(open[task], moments, changes[open[task]], Matrix(covariances, open[task])));
        }

        return open;
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

    private double* Matrix(PinnedArray covariances, int component) => covariances.Pointer + ((long)component * columns * columns);

    private void Run(int[] chosen, ComponentMoments moments, WorkContext context, PanelBody body)
    {
        var blockRows = Math.Max(LeastBlockRows, CachedValues / columns);
        context.Run(
            chosen.Length * (_edges.Length - 1),
            () => new AlignedBuffer<double>((long)blockRows * columns),
            (task, scratch) =>
            {
                var panel = task / chosen.Length;
                body(chosen[task % chosen.Length], new Panel(_edges[panel], _edges[panel + 1]), new MatrixView(scratch.Pointer, blockRows, columns));
            });
    }

    private void Keep(int component, ComponentMoments moments, ResponsibilityChanges? changes, double* covariance)
    {
        var applied = changes?.Applied ?? moments.Responsibilities.Members(component);
        _kept!.Keep(component, covariance, moments.Mean(component), moments.Counts[component], applied);
    }

    private static void Sum(ComponentMoments moments, int component, Panel panel, MatrixView block, double* covariance)
    {
        Clear(covariance, block.Columns, panel);
        AddRows(
            moments.Rows, moments.Responsibilities.Members(component), moments.Mean(component), 1 / moments.Counts[component], block, panel, covariance);
    }

    /// <summary>Updates some columns of the last covariance; returns whether that lost no digits.</summary>
    private bool TryFollow(
        ComponentMoments moments, int component, ResponsibilityChanges changes, Panel panel, MatrixView block, double* covariance)
    {
        var count = moments.Counts[component];
        var center = _kept!.Mean(component);
        _kept.Restore(component, panel.Left, panel.End, _kept.Count(component) / count, covariance);
        AddRows(moments.Rows, changes.Rising, center, 1 / count, block, panel, covariance);
        var variances = new double[panel.Width];
        for (var i = 0; i < variances.Length; i++)
        {
            variances[i] = covariance[(long)(panel.Left + i) * (columns + 1)];
        }

        AddRows(moments.Rows, changes.Falling, center, -1 / count, block, panel, covariance);
        VectorKernels.Subtract(moments.Mean(component), center, block.Data, panel.End);
        AddProducts(block, 1, -1, panel, covariance);
        for (var i = 0; i < variances.Length; i++)
        {
            if (!(covariance[(long)(panel.Left + i) * (columns + 1)] >= variances[i] / 2))
            {
                return false;
            }
        }

        return true;
    }

    private static void AddRows(
        MatrixView rows, WeightedRows chosen, double* center, double scale, MatrixView block, Panel panel, double* covariance)
    {
        var members = chosen.Rows.Span;
        var weights = chosen.Weights.Span;
        for (var first = 0; first < members.Length; first += block.Rows)
        {
            var count = Math.Min(block.Rows, members.Length - first);
            for (var i = 0; i < count; i++)
            {
                VectorKernels.SubtractScaled(
                    Math.Sqrt(weights[first + i]), rows.Row(members[first + i]), center, block.Row(i), panel.End);
            }

            AddProducts(block, count, scale, panel, covariance);
        }
    }

    /// <summary>Adds scale times the products of the first rows of a block.</summary>
    private static void AddProducts(MatrixView block, int count, double scale, Panel panel, double* covariance)
    {
        var data = block.Data;
        var width = block.Columns;
        if (panel.Left > 0)
        {
            LinearAlgebra.Current.MultiplyDouble(
                Transposed.Yes, Transposed.No, panel.Left, panel.Width, count,
                scale, data, width, data + panel.Left, width, 1, covariance + panel.Left, width);
        }

        LinearAlgebra.Current.SymmetricRankDouble(
            Transposed.Yes, panel.Width, count,
            scale, data + panel.Left, width, 1, covariance + ((long)panel.Left * width) + panel.Left, width);
    }

    private static void Clear(double* covariance, int columns, Panel panel)
    {
        for (var row = 0; row < panel.End; row++)
        {
            var first = Math.Max(row, panel.Left);
            new Span<double>(covariance + ((long)row * columns) + first, panel.End - first).Clear();
        }
    }

    private delegate void PanelBody(int component, Panel panel, MatrixView block);

    private readonly record struct Panel(int Left, int End)
    {
        internal int Width => End - Left;
    }
}

/// <summary>What the M-step has computed before the covariances.</summary>
/// <param name="Rows">N x D.</param>
/// <param name="Responsibilities">Of every component.</param>
/// <param name="Means">M x D.</param>
/// <param name="Counts">N_k of every component.</param>
internal readonly unsafe record struct ComponentMoments(
    MatrixView Rows, Responsibilities Responsibilities, PinnedArray Means, double[] Counts)
{
    internal double* Mean(int component) => Means.Pointer + ((long)component * Rows.Columns);
}
