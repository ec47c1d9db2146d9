using System.Numerics;
using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>
/// Recall and coverage of many subsets of one generated set, or of two sets put together, in one pass: a subset's balls reach
/// to neighbours within that subset, as if there were nothing else.
/// </summary>
/// <remarks>
/// The nearest others of every generated row are listed once; the k-th of them that shares a subset is the ball there, kept as
/// its place in the list. A pair of a real and a generated row is then examined once, for all subsets together.
/// </remarks>
internal sealed unsafe class SubsetOverlap
{
    private const int BlockRows = DistanceTiles.BlockRows;
    private const int ShortestList = 64;
    private const int LongestList = 1024;

    private readonly RealManifold _real;
    private readonly FeatureMatrix _pool;
    private readonly RowSubsets _subsets;
    private readonly PrdcOptions _options;
    private readonly double[][] _distances;
    private readonly ushort[] _places;
    private readonly float[] _reach;
    private readonly float[] _norms;
    private readonly int[] _reached;
    private readonly int[] _covered;

    private SubsetOverlap(RealManifold real, FeatureMatrix pool, RowSubsets subsets, int smallest, PrdcOptions options, CancellationToken cancellationToken)
    {
        (_real, _pool, _subsets, _options) = (real, pool, subsets, options);
        _reached = new int[subsets.Count];
        _covered = new int[subsets.Count];
        _places = new ushort[checked(pool.Rows * subsets.Count)];
        _reach = new float[pool.Rows];
        _norms = real.Tiles.Norms(pool, options.Threads, cancellationToken);
        _distances = new double[pool.Rows][];

        // Long enough that all but one in a million lists hold the k neighbours needed; if one does not, its last is used.
        var length = Math.Clamp((int)(25.0 * pool.Rows / smallest), ShortestList, LongestList);
        var candidates = NeighbourRadii.Candidates(pool, _norms, real.Tiles, Math.Min(length, pool.Rows - 1), options.Threads, cancellationToken);
        ParallelBlocks.Run(pool.Rows, options.Threads, row => Rank(row, candidates.Nearest(row)), cancellationToken);
    }

    /// <summary>Per subset, the share of reals within one of its balls, and the share of the reals' balls that hold one of its rows.</summary>
    /// <param name="real">The reals.</param>
    /// <param name="pool">The generated rows.</param>
    /// <param name="subsets">Subsets of them, each of more rows than neighbours.</param>
    /// <param name="smallest">The size of the smallest subset.</param>
    /// <param name="options">Neighbours and comparisons.</param>
    /// <param name="cancellationToken">Checked per tile.</param>
    internal static (double[] Recall, double[] Coverage) Compute(
        RealManifold real, FeatureMatrix pool, RowSubsets subsets, int smallest, PrdcOptions options, CancellationToken cancellationToken)
    {
        var overlap = new SubsetOverlap(real, pool, subsets, smallest, options, cancellationToken);
        overlap.Run(cancellationToken);
        double Share(int count) => (double)count / real.Features.Rows;
        return (Array.ConvertAll(overlap._reached, Share), Array.ConvertAll(overlap._covered, Share));
    }

    /// <summary>Finds a row's ball in every subset that it belongs to.</summary>
    private void Rank(int row, (int[] Rows, double[] Distances) nearest)
    {
        _distances[row] = nearest.Distances;
        var own = _subsets.Of(row);
        var farthest = 0;
        for (var subset = 0; subset < _subsets.Count; subset++)
        {
            if ((own[subset >> 6] >> (subset & 63) & 1) == 0)
            {
                continue;
            }

            var place = 0;
            var found = 0;
            for (; place < nearest.Rows.Length; place++)
            {
                if (_subsets.Has(nearest.Rows[place], subset) && ++found == _options.PrecisionNeighbours)
                {
                    break;
                }
            }

            place = Math.Min(place, nearest.Rows.Length - 1);
            _places[(row * _subsets.Count) + subset] = (ushort)place;
            farthest = Math.Max(farthest, place);
        }

        _reach[row] = MathF.BitIncrement((float)nearest.Distances[farthest]);
    }

    private void Run(CancellationToken cancellationToken)
    {
        LinearAlgebra.Current.UseOneThread();
        ParallelBlocks.Run(
            ParallelBlocks.Count(_real.Features.Rows, BlockRows),
            _options.Threads,
            () => new TileMemory(_real.Tiles),
            (block, memory) =>
            {
                var count = Math.Min(BlockRows, _real.Features.Rows - (block * BlockRows));
                var reached = new ulong[count * _subsets.Words];
                var covered = new ulong[count * _subsets.Words];
                for (var first = 0; first < _pool.Rows; first += BlockRows)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    VisitTile(block * BlockRows, count, first, memory, reached, covered);
                }

                lock (_reached)
                {
                    Count(reached, _reached);
                    Count(covered, _covered);
                }
            },
            cancellationToken);
    }

    private void VisitTile(int firstReal, int realCount, int firstPooled, TileMemory memory, ulong[] reached, ulong[] covered)
    {
        memory.Multiply(_real.Features, firstReal, _pool, firstPooled);
        var count = Math.Min(BlockRows, _pool.Rows - firstPooled);
        var hits = new List<int>();
        for (var i = 0; i < realCount; i++)
        {
            var real = firstReal + i;
            var radius = _real.Distances[real][_options.DensityNeighbours - 1];
            hits.Clear();
            BallScan.Find(
                new ReadOnlySpan<float>(memory.Product + ((long)i * BlockRows), count), _norms.AsSpan(firstPooled, count), _real.Norms[real],
                _real.Tiles.Slack, _reach.AsSpan(firstPooled, count), MathF.BitIncrement((float)radius), hits);
            foreach (var hit in hits)
            {
                var pooled = firstPooled + hit;
                var distance = StableSums.SquaredDistance(_real.Features.Row(real), _pool.Row(pooled));
                if (distance < radius)
                {
                    Merge(_subsets.Of(pooled), covered.AsSpan(i * _subsets.Words, _subsets.Words));
                }

                Reach(pooled, distance, reached.AsSpan(i * _subsets.Words, _subsets.Words));
            }
        }
    }

    private static void Merge(ReadOnlySpan<ulong> more, Span<ulong> bits)
    {
        for (var word = 0; word < bits.Length; word++)
        {
            bits[word] |= more[word];
        }
    }

    /// <summary>Marks the subsets in which the row's ball reaches that far.</summary>
    private void Reach(int pooled, double distance, Span<ulong> reached)
    {
        var distances = _distances[pooled];
        var place = Array.FindIndex(distances, other => _options.PrecisionInclusive ? distance <= other : distance < other);
        if (place < 0)
        {
            return;
        }

        var own = _subsets.Of(pooled);
        var places = _places.AsSpan(pooled * _subsets.Count, _subsets.Count);
        for (var word = 0; word < reached.Length; word++)
        {
            for (var open = own[word] & ~reached[word]; open != 0; open &= open - 1)
            {
                var bit = BitOperations.TrailingZeroCount(open);
                if (places[(word << 6) + bit] >= place)
                {
                    reached[word] |= 1UL << bit;
                }
            }
        }
    }

    private void Count(ulong[] bits, int[] counts)
    {
        for (var i = 0; i < bits.Length; i++)
        {
            for (var open = bits[i]; open != 0; open &= open - 1)
            {
                counts[(i % _subsets.Words << 6) + BitOperations.TrailingZeroCount(open)]++;
            }
        }
    }
}
