using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// Exact k nearest references for many neighbours: the largest distance that the k smallest keys allow is a limit on all keys, and what it lets
/// pass, little more than k, is measured directly, in float32 lanes. Results are the same to the last bit for every batch, order and number of
/// threads, because they come only from direct distances.
/// </summary>
internal sealed unsafe class ManySearch(FeatureMatrix references, DistanceKeys keys, int neighbours, bool leaveOneOut)
{
    private const int MaximumBlock = 512;
    private const long ScratchEntries = 24L << 20;

    // Float32 distances may round a little past the bound on the exact ones: twice what 16 lanes make of a sum, and more.
    private readonly double _rounding = 1e-5 + Math.ScaleB(references.Columns, -28);

    /// <summary>Finds the neighbours of every query.</summary>
    /// <param name="queries">N x D.</param>
    /// <param name="receive">Called once per query, from several threads: its row, the references' rows, ascending, and distances.</param>
    /// <param name="work">Threads and cancellation.</param>
    internal void Run<TSums>(FeatureMatrix queries, NeighbourReceiver receive, WorkContext work)
        where TSums : IPairSums
    {
        LinearAlgebra.Current.UseOneThread();
        var threads = ParallelBlocks.Threads(work.Threads);
        var memory = (int)Math.Clamp(ScratchEntries / Math.Max(references.Rows, 1), 4, MaximumBlock);
        var size = Math.Clamp((queries.Rows + threads - 1) / threads, 1, memory);
        work.Run(
            ParallelBlocks.Count(queries.Rows, size),
            () => new ManyWorkspace(size, references, keys.PreparedColumns, neighbours),
            (block, workspace) =>
            {
                var first = block * size;
                var count = Math.Min(size, queries.Rows - first);
                fixed (float* values = queries.Span)
                {
                    var rows = values + ((long)first * queries.Columns);
                    keys.Prepare(rows, count, workspace.Prepared, workspace.Offsets);
                    keys.Fill(workspace.Prepared, count, 0, references.Rows, workspace.Keys(0), workspace.Stride);
                    workspace.Close(count, leaveOneOut ? first : -1);
                    Collect(count, workspace);
                    DirectDistances.Measure<TSums>(references, rows, count, workspace);
                    for (var i = 0; i < count; i++)
                    {
                        Keep(workspace, i);
                        receive(first + i, workspace.Rows, workspace.Distances);
                    }
                }
            });
        GC.KeepAlive(references);
        GC.KeepAlive(queries);
    }

    private void Collect(int count, ManyWorkspace workspace)
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

            // Infinite keys belong to references that must not be found.
            var limit = Math.Min(keys.Limit(ceiling * (1 + _rounding), offset), float.MaxValue);
            workspace.CandidateCounts[i] = KeySelection.UpTo(row, workspace.Stride, limit, workspace.Candidates(i));
        }
    }

    /// <summary>Keeps the nearest candidates in the order of their rows; among equally near ones at the border, the first.</summary>
    private void Keep(ManyWorkspace workspace, int query)
    {
        var candidates = workspace.Candidates(query);
        var distances = workspace.CandidateDistances(query).AsSpan(0, workspace.CandidateCounts[query]);
        var (border, below) = workspace.Border.Find(distances, neighbours);
        var (kept, ties) = (0, neighbours - below);
        for (var i = 0; kept < neighbours; i++)
        {
            if (distances[i] < border || (distances[i] == border && ties-- > 0))
            {
                workspace.Rows[kept] = candidates[i];
                workspace.Distances[kept++] = distances[i];
            }
        }
    }
}
