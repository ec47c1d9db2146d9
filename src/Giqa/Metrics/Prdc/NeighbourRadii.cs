using System.Numerics.Tensors;
using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>
/// Squared distances of every row of a set to its nearest other rows. Tiles above the diagonal are left out, because a
/// distance counts for both its ends; memory grows with the rows, not with their square.
/// </summary>
internal static unsafe class NeighbourRadii
{
    private const int BlockRows = DistanceTiles.BlockRows;

    /// <summary>For every row, its <paramref name="neighbours"/> smallest exact squared distances to other rows, rising.</summary>
    internal static double[][] Compute(
        FeatureMatrix features, float[] norms, DistanceTiles tiles, int neighbours, int threads, CancellationToken cancellationToken)
    {
        var candidates = RadiiWork.TryShare(features, tiles, neighbours, cancellationToken) ?? Candidates(features, norms, tiles, neighbours, threads, cancellationToken);
        var distances = new double[features.Rows][];
        ParallelBlocks.Run(
            features.Rows, threads, row => distances[row] = candidates.SquaredDistances(row, neighbours), cancellationToken);
        return distances;
    }

    /// <summary>For every row, the rows that may be its nearest others.</summary>
    internal static NeighbourCandidates Candidates(
        FeatureMatrix features, float[] norms, DistanceTiles tiles, int neighbours, int threads, CancellationToken cancellationToken)
    {
        var candidates = new NeighbourCandidates(features, neighbours);
        var blocks = ParallelBlocks.Count(features.Rows, BlockRows);
        Offer(features, norms, tiles, candidates, (0, blocks), (0, blocks), threads, cancellationToken);
        return candidates;
    }

    /// <summary>Offers the rows of two stretches of blocks to each other; of one stretch, if they are the same, every pair once.</summary>
    internal static void Offer(
        FeatureMatrix features, float[] norms, DistanceTiles tiles, NeighbourCandidates candidates, (int First, int Count) a, (int First, int Count) b, int threads, CancellationToken cancellationToken)
    {
        var locks = Enumerable.Range(0, ParallelBlocks.Count(features.Rows, BlockRows)).Select(_ => new Lock()).ToArray();
        LinearAlgebra.Current.UseOneThread();
        ParallelBlocks.Run(
            a == b ? a.Count * (a.Count + 1) / 2 : a.Count * b.Count,
            threads,
            () => new TileMemory(tiles),
            (tile, memory) =>
            {
                var row = a == b ? (int)((Math.Sqrt((8.0 * tile) + 1.0) - 1.0) / 2.0) : tile / b.Count;
                var column = a == b ? tile - (row * (row + 1) / 2) : tile % b.Count;
                Offer(features, norms, tiles.Slack, candidates, memory, (a.First + row, b.First + column), locks);
            },
            cancellationToken);
    }

    private static void Offer(
        FeatureMatrix features, float[] norms, float slack, NeighbourCandidates candidates, TileMemory memory, (int A, int B) blocks, Lock[] locks)
    {
        var firstA = blocks.A * BlockRows;
        var firstB = blocks.B * BlockRows;
        var countA = Math.Min(BlockRows, features.Rows - firstA);
        var countB = Math.Min(BlockRows, features.Rows - firstB);
        memory.Multiply(features, firstA, features, firstB);
        LowerBounds(memory.Product, norms.AsSpan(firstA, countA), norms.AsSpan(firstB, countB), slack);
        if (blocks.A == blocks.B)
        {
            for (var i = 0; i < countA; i++)
            {
                memory.Product[(i * BlockRows) + i] = float.NaN;
            }
        }
        else
        {
            memory.Transpose();
        }

        lock (locks[blocks.A])
        {
            for (var i = 0; i < countA; i++)
            {
                candidates.Offer(firstA + i, memory.Product + (i * BlockRows), firstB, countB);
            }
        }

        if (blocks.A == blocks.B)
        {
            return;
        }

        lock (locks[blocks.B])
        {
            for (var j = 0; j < countB; j++)
            {
                candidates.Offer(firstB + j, memory.Transposed + (j * BlockRows), firstA, countA);
            }
        }
    }

    /// <summary>Turns products into lower bounds of squared distances: (1 - slack)(|x|^2 + |y|^2) - 2 x.y.</summary>
    private static void LowerBounds(float* products, ReadOnlySpan<float> normsA, ReadOnlySpan<float> normsB, float slack)
    {
        Span<float> shortened = stackalloc float[BlockRows];
        TensorPrimitives.Multiply(normsB, 1f - slack, shortened);
        for (var i = 0; i < normsA.Length; i++)
        {
            var row = new Span<float>(products + ((long)i * BlockRows), normsB.Length);
            TensorPrimitives.Multiply(row, -2f, row);
            TensorPrimitives.Add(row, shortened[..normsB.Length], row);
            TensorPrimitives.Add(row, (1f - slack) * normsA[i], row);
        }
    }
}
