using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// Exact k nearest references: keys rule most of them out, the rest are measured directly. Results are the same to the last
/// bit for every batch, order and number of threads, because they come only from direct distances.
/// </summary>
internal sealed unsafe class NeighbourSearch(FeatureMatrix references, DistanceKeys keys, int neighbours, bool leaveOneOut)
{
    private const int MaximumBlock = 256;
    private const long ScratchEntries = 24L << 20;
    private const int CachedBytes = 1 << 19;

    // Float32 distances may round a little past the bound on the exact ones: twice what 32 lanes make of a sum, and more.
    private readonly double _rounding = 1e-5 + Math.ScaleB(references.Columns, -28);
    private long _measured;

    /// <summary>How many pairs were measured directly so far.</summary>
    internal long Measured => Interlocked.Read(ref _measured);

    /// <summary>Finds the neighbours of every query.</summary>
    /// <param name="queries">N x D.</param>
    /// <param name="receive">Called once per query, from several threads: its row, the references' rows and distances, nearest first.</param>
    /// <param name="work">Threads and cancellation.</param>
    internal void Nearest<TDistance>(FeatureMatrix queries, NeighbourReceiver receive, WorkContext work)
        where TDistance : IPairDistance =>
        Run(queries, work, (block, count, first, workspace) => NearestOfBlock<TDistance>(block, count, first, workspace, receive));

    /// <summary>As <see cref="Nearest"/>, but for many neighbours: candidates of a whole block are measured tile by tile, and arrive in the order of their rows.</summary>
    internal void Many<TDistance>(FeatureMatrix queries, NeighbourReceiver receive, WorkContext work)
        where TDistance : IPairDistance =>
        Run(queries, work, (block, count, first, workspace) => ManyOfBlock<TDistance>(block, count, first, workspace, receive));

    private void Run(FeatureMatrix queries, WorkContext work, BlockBody body)
    {
        LinearAlgebra.Current.UseOneThread();
        var threads = ParallelBlocks.Threads(work.Threads);
        var memory = (int)Math.Clamp(ScratchEntries / Math.Max(references.Rows, 1), 4, MaximumBlock);
        var size = Math.Clamp((queries.Rows + threads - 1) / threads, 1, memory);
        work.Run(
            ParallelBlocks.Count(queries.Rows, size),
            () => new NeighbourWorkspace(size, references.Rows, neighbours),
            (block, workspace) =>
            {
                var first = block * size;
                var count = Math.Min(size, queries.Rows - first);
                fixed (float* values = queries.Span)
                {
                    var rows = values + ((long)first * queries.Columns);
                    keys.Fill(rows, count, workspace.Keys(0), workspace.Stride, workspace.Offsets);
                    workspace.Close(count, leaveOneOut ? first : -1);
                    body(rows, count, first, workspace);
                }
            });
        GC.KeepAlive(references);
    }

    private void NearestOfBlock<TDistance>(float* queries, int count, int first, NeighbourWorkspace workspace, NeighbourReceiver receive)
        where TDistance : IPairDistance
    {
        fixed (float* all = references.Span)
        {
            var (measured, heap) = (0L, workspace.Heap);
            for (var i = 0; i < count; i++)
            {
                var query = queries + ((long)i * references.Columns);
                var row = workspace.Keys(i);
                var offset = workspace.Offsets[i];
                foreach (var seed in workspace.Selection.Smallest(row, workspace.Stride, neighbours))
                {
                    heap.Offer(TDistance.Between(query, all + ((long)seed * references.Columns), references.Columns), seed);
                    row[seed] = float.PositiveInfinity;
                }

                var candidates = workspace.Candidates(i);
                var found = KeySelection.UpTo(row, workspace.Stride, Finite(keys.Limit(heap.Worst, offset)), candidates);
                measured += neighbours;
                for (var c = 0; c < found; c++)
                {
                    if (row[candidates[c]] <= keys.Limit(heap.Worst, offset))
                    {
                        heap.Offer(TDistance.Between(query, all + ((long)candidates[c] * references.Columns), references.Columns), candidates[c]);
                        measured++;
                    }
                }

                heap.Drain(workspace.Rows, workspace.Distances);
                receive(first + i, workspace.Rows, workspace.Distances);
            }

            _ = Interlocked.Add(ref _measured, measured);
        }
    }

    private void ManyOfBlock<TDistance>(float* queries, int count, int first, NeighbourWorkspace workspace, NeighbourReceiver receive)
        where TDistance : IPairDistance
    {
        for (var i = 0; i < count; i++)
        {
            var ceiling = 0.0;
            var row = workspace.Keys(i);
            var offset = workspace.Offsets[i];
            foreach (var seed in workspace.Selection.Smallest(row, workspace.Stride, neighbours))
            {
                ceiling = Math.Max(ceiling, keys.Ceiling(row[seed], seed, offset));
            }

            var limit = Finite(keys.Limit(ceiling * (1 + _rounding), offset));
            workspace.CandidateCounts[i] = KeySelection.UpTo(row, workspace.Stride, limit, workspace.Candidates(i));
        }

        Measure<TDistance>(queries, count, workspace);
        for (var i = 0; i < count; i++)
        {
            Keep(workspace, i);
            receive(first + i, workspace.Rows, workspace.Distances);
        }
    }

    /// <summary>Measures all candidates of a block, one cached tile of references after another.</summary>
    private void Measure<TDistance>(float* queries, int count, NeighbourWorkspace workspace)
        where TDistance : IPairDistance
    {
        var columns = references.Columns;
        var tile = Math.Max(16, CachedBytes / (columns * sizeof(float)));
        var next = new int[count];
        fixed (float* all = references.Span)
        {
            for (var end = (long)tile; end < (long)references.Rows + tile; end += tile)
            {
                // Four at a time share loads: what is left over waits for the next tile.
                var whole = end < references.Rows ? ~3 : ~0;
                for (var i = 0; i < count; i++)
                {
                    var candidates = workspace.Candidates(i);
                    var found = workspace.CandidateCounts[i];
                    var distances = workspace.CandidateDistances(i);
                    var first = next[i];
                    while (next[i] < found && candidates[next[i]] < end)
                    {
                        next[i]++;
                    }

                    next[i] = first + ((next[i] - first) & whole);
                    TDistance.Between(
                        queries + ((long)i * columns), all, new ReadOnlySpan<int>(candidates + first, next[i] - first), columns, distances.AsSpan(first));
                }
            }
        }
    }

    /// <summary>Keeps the nearest candidates in the order of their rows; among equally near ones at the border, the first.</summary>
    private void Keep(NeighbourWorkspace workspace, int query)
    {
        var candidates = workspace.Candidates(query);
        var distances = workspace.CandidateDistances(query).AsSpan(0, workspace.CandidateCounts[query]);
        var border = workspace.Border(distances, neighbours);
        var ties = neighbours;
        foreach (var distance in distances)
        {
            ties -= distance < border ? 1 : 0;
        }

        for (int i = 0, kept = 0; kept < neighbours; i++)
        {
            if (distances[i] < border || (distances[i] == border && ties-- > 0))
            {
                (workspace.Rows[kept], workspace.Distances[kept]) = (candidates[i], distances[i]);
                kept++;
            }
        }
    }

    /// <summary>Infinite keys belong to references that must not be found.</summary>
    private static float Finite(float limit) => Math.Min(limit, float.MaxValue);

    private delegate void BlockBody(float* queries, int count, int first, NeighbourWorkspace workspace);
}

/// <summary>Takes the neighbours of one query; the spans are only valid during the call.</summary>
internal delegate void NeighbourReceiver(int query, ReadOnlySpan<int> rows, ReadOnlySpan<double> distances);
