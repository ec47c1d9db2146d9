using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// Exact k nearest references for few neighbours: keys of one tile of references after another, while the cache holds them, rule most of
/// them out; the rest are measured directly. Results are the same to the last bit for every batch, order and number of threads, because they
/// come only from direct distances.
/// </summary>
/// <remarks>
/// The references with the k smallest keys so far are measured at once, so that the limit soon is nearly what it ends as; what it lets pass waits,
/// and few of it are left to be measured then.
/// </remarks>
internal sealed unsafe class NearestSearch(FeatureMatrix references, DistanceKeys keys, int neighbours, bool leaveOneOut)
{
    private const int MaximumBlock = 512;
    private const int SmallestTile = 1024;

    // The first tile must hold k references beside the one that is left out.
    private readonly int _tile = Math.Min(references.Rows, Math.Max(SmallestTile, 4 * neighbours));
    private long _measured;

    /// <summary>How many pairs were measured directly so far.</summary>
    internal long Measured => Interlocked.Read(ref _measured);

    /// <summary>Finds the neighbours of every query.</summary>
    /// <param name="queries">N x D.</param>
    /// <param name="receive">Called once per query, from several threads: its row, the references' rows and distances, nearest first.</param>
    /// <param name="work">Threads and cancellation.</param>
    internal void Run<TDistance>(FeatureMatrix queries, NeighbourReceiver receive, WorkContext work)
        where TDistance : IPairDistance
    {
        LinearAlgebra.Current.UseOneThread();
        var threads = ParallelBlocks.Threads(work.Threads);
        var size = Math.Clamp((queries.Rows + threads - 1) / threads, 1, MaximumBlock);
        work.Run(
            ParallelBlocks.Count(queries.Rows, size),
            () => new NearestWorkspace(size, _tile, keys.PreparedColumns, neighbours),
            (block, workspace) =>
            {
                var first = block * size;
                var count = Math.Min(size, queries.Rows - first);
                fixed (float* values = queries.Span)
                {
                    var rows = values + ((long)first * queries.Columns);
                    keys.Prepare(rows, count, workspace.Prepared, workspace.Offsets);
                    for (var start = 0; start < references.Rows; start += _tile)
                    {
                        work.CancellationToken.ThrowIfCancellationRequested();
                        var length = Math.Min(_tile, references.Rows - start);
                        keys.Fill(workspace.Prepared, count, start, length, workspace.Keys(0), workspace.Stride);
                        Scan<TDistance>(rows, count, start, length, leaveOneOut ? first : -1, workspace);
                    }

                    Finish<TDistance>(rows, count, first, workspace, receive);
                }
            });
        GC.KeepAlive(references);
        GC.KeepAlive(queries);
    }

    private void Scan<TDistance>(float* queries, int count, int start, int length, int firstExcluded, NearestWorkspace workspace)
        where TDistance : IPairDistance
    {
        var padded = KeySelection.Padded(length);
        for (var i = 0; i < count; i++)
        {
            var query = queries + ((long)i * references.Columns);
            var row = workspace.Keys(i);
            new Span<float>(row + length, padded - length).Fill(float.PositiveInfinity);
            if (firstExcluded >= 0 && firstExcluded + i - start is var excluded && excluded >= 0 && excluded < length)
            {
                row[excluded] = float.PositiveInfinity;
            }

            var candidates = workspace.Candidates[i];
            if (start == 0)
            {
                foreach (var seed in workspace.Selection.Smallest(row, padded, neighbours))
                {
                    Measure<TDistance>(query, seed, row[seed], candidates);
                    row[seed] = float.PositiveInfinity;
                }
            }

            var limit = Limit(candidates, workspace.Offsets[i]);
            var found = KeySelection.UpTo(row, padded, limit, workspace.Passing);
            for (var c = 0; c < found; c++)
            {
                var place = workspace.Passing[c];
                if (row[place] < candidates.Smallest.Worst)
                {
                    Measure<TDistance>(query, start + place, row[place], candidates);
                    limit = Limit(candidates, workspace.Offsets[i]);
                }
                else if (row[place] <= limit && candidates.Add(start + place, row[place], limit))
                {
                    MeasureWaiting<TDistance>(query, candidates, workspace.Offsets[i]);
                    limit = Limit(candidates, workspace.Offsets[i]);
                }
            }
        }
    }

    private void Finish<TDistance>(float* queries, int count, int first, NearestWorkspace workspace, NeighbourReceiver receive)
        where TDistance : IPairDistance
    {
        for (var i = 0; i < count; i++)
        {
            var candidates = workspace.Candidates[i];
            MeasureWaiting<TDistance>(queries + ((long)i * references.Columns), candidates, workspace.Offsets[i]);
            _ = Interlocked.Add(ref _measured, candidates.Measured);
            candidates.Drain(workspace.Rows, workspace.Distances);
            receive(first + i, workspace.Rows, workspace.Distances);
        }
    }

    /// <summary>Measures what waits, smallest keys first, up to the limit that becomes smaller meanwhile.</summary>
    private void MeasureWaiting<TDistance>(float* query, QueryCandidates candidates, KeyOffset offset)
        where TDistance : IPairDistance
    {
        foreach (var (row, key) in candidates.TakeWaiting(Limit(candidates, offset)))
        {
            if (key > keys.Limit(candidates.Nearest.Worst, offset))
            {
                break;
            }

            Measure<TDistance>(query, row, candidates);
        }
    }

    private void Measure<TDistance>(float* query, int row, float key, QueryCandidates candidates)
        where TDistance : IPairDistance
    {
        candidates.Smallest.Offer(key, row);
        Measure<TDistance>(query, row, candidates);
    }

    private void Measure<TDistance>(float* query, int row, QueryCandidates candidates)
        where TDistance : IPairDistance
    {
        fixed (float* all = references.Span)
        {
            candidates.Nearest.Offer(TDistance.Between(query, all + ((long)row * references.Columns), references.Columns), row);
            candidates.Measured++;
        }
    }

    /// <summary>Infinite keys belong to references that must not be found.</summary>
    private float Limit(QueryCandidates candidates, KeyOffset offset) => Math.Min(keys.Limit(candidates.Nearest.Worst, offset), float.MaxValue);
}

/// <summary>Takes the neighbours of one query; the spans are only valid during the call.</summary>
internal delegate void NeighbourReceiver(int query, ReadOnlySpan<int> rows, ReadOnlySpan<double> distances);
