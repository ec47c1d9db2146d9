using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// The distances of a block of queries to their candidates. Each has thousands, so that a reference is a candidate of many queries: some columns of
/// some references are copied into the first cache, and every query takes from there what it needs.
/// </summary>
internal static unsafe class DirectDistances
{
    /// <summary>References at a time: with <see cref="IPairSums.Columns"/> columns they fill two thirds of a first cache of 48 KiB.</summary>
    internal const int Tile = 32;

    /// <summary>Sums of a pair until it is finished.</summary>
    internal const int Lanes = 16;

    /// <summary>Queries at a time: the second cache holds their columns and sums.</summary>
    internal const int Queries = 256;

    internal static void Measure<TSums>(FeatureMatrix references, float* queries, int count, ManyWorkspace workspace)
        where TSums : IPairSums
    {
        for (var first = 0; first < count; first += Queries)
        {
            Measure<TSums>(references, queries + ((long)first * references.Columns), first, Math.Min(Queries, count - first), workspace);
        }
    }

    private static void Measure<TSums>(FeatureMatrix references, float* queries, int firstQuery, int count, ManyWorkspace workspace)
        where TSums : IPairSums
    {
        var columns = references.Columns;
        var whole = columns / Lanes * Lanes;
        var (starts, ends) = (workspace.Starts, workspace.Ends);
        Pack(queries, count, columns, whole, workspace.PackedQueries);
        Array.Clear(ends);
        fixed (float* all = references.Span)
        {
            for (var first = 0; first < references.Rows; first += Tile)
            {
                var rows = Math.Min(Tile, references.Rows - first);
                var pairs = FindPairs(firstQuery, count, first, rows, workspace);
                new Span<float>(workspace.Sums, pairs * Lanes).Clear();
                for (var column = 0; column < whole; column += IPairSums.Columns)
                {
                    var width = Math.Min(IPairSums.Columns, whole - column);
                    Pack(all + ((long)first * columns) + column, rows, columns, width, workspace.PackedReferences);
                    var query = workspace.PackedQueries + ((long)column * count);
                    var sums = workspace.Sums;
                    for (var i = 0; i < count; i++, query += width)
                    {
                        TSums.Add(query, workspace.PackedReferences, new ReadOnlySpan<int>(workspace.Candidates(firstQuery + i) + starts[i], ends[i] - starts[i]), first, width, sums);
                        sums += (ends[i] - starts[i]) * Lanes;
                    }
                }

                var sum = workspace.Sums;
                for (var i = 0; i < count; i++)
                {
                    var candidates = workspace.Candidates(firstQuery + i);
                    var distances = workspace.CandidateDistances(firstQuery + i);
                    for (var c = starts[i]; c < ends[i]; c++, sum += Lanes)
                    {
                        distances[c] = TSums.Finish(sum, queries + ((long)i * columns), all + ((long)candidates[c] * columns), whole, columns);
                    }
                }
            }
        }
    }

    /// <summary>Which of each query's candidates lie in a tile; gives how many do.</summary>
    private static int FindPairs(int firstQuery, int count, int first, int rows, ManyWorkspace workspace)
    {
        var pairs = 0;
        for (var i = 0; i < count; i++)
        {
            var candidates = workspace.Candidates(firstQuery + i);
            var (found, end) = (workspace.CandidateCounts[firstQuery + i], workspace.Ends[i]);
            workspace.Starts[i] = end;
            while (end < found && candidates[end] < first + rows)
            {
                end++;
            }

            pairs += end - workspace.Starts[i];
            workspace.Ends[i] = end;
        }

        return pairs;
    }

    /// <summary>Copies some columns of rows: up to <see cref="IPairSums.Columns"/> of all rows, then as many of all rows, and so on.</summary>
    private static void Pack(float* rows, int count, int stride, int columns, float* packed)
    {
        for (var first = 0; first < columns; first += IPairSums.Columns)
        {
            var width = Math.Min(IPairSums.Columns, columns - first);
            for (var row = 0; row < count; row++, packed += width)
            {
                new ReadOnlySpan<float>(rows + ((long)row * stride) + first, width).CopyTo(new Span<float>(packed, width));
            }
        }
    }
}
