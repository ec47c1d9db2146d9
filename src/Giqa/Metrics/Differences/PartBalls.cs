using System.Numerics.Tensors;
using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>
/// Balls of many parts of one set of reals, each reaching to neighbours within its part: the precision and the density that a generated set
/// has in each. All distances are kept, so there should be some thousands of reals at most; they are float32 products, which is enough for a spread.
/// </summary>
internal sealed class PartBalls
{
    private const int BlockRows = DistanceTiles.BlockRows;

    private readonly DistanceTiles _tiles;
    private readonly FeatureMatrix _reals;
    private readonly PrdcOptions _options;
    private readonly CancellationToken _cancellationToken;
    private readonly int[][] _members;
    private readonly (float[] Precision, float[] Density)[] _radii;

    /// <param name="tiles">How distances are computed.</param>
    /// <param name="reals">The reals.</param>
    /// <param name="parts">Parts of them, each of more rows than neighbours.</param>
    /// <param name="options">Neighbours and comparisons.</param>
    /// <param name="cancellationToken">Checked per tile.</param>
    internal PartBalls(DistanceTiles tiles, FeatureMatrix reals, RowSubsets parts, PrdcOptions options, CancellationToken cancellationToken)
    {
        (_tiles, _reals, _options, _cancellationToken) = (tiles, reals, options, cancellationToken);
        _members = [.. Enumerable.Range(0, parts.Count).Select(part => parts.Members(part).ToArray())];
        _radii = new (float[], float[])[parts.Count];
        var distances = Distances(reals);
        ParallelBlocks.Run(parts.Count, options.Threads, part => _radii[part] = Radii(distances, _members[part]), cancellationToken);
    }

    /// <summary>Per part, the share of generated rows within one of its balls, and the mean number of balls that hold a row, over k.</summary>
    internal (double[] Precision, double[] Density) Overlap(FeatureMatrix generated)
    {
        var distances = Distances(generated);
        var (precision, density) = (new double[_members.Length], new double[_members.Length]);
        ParallelBlocks.Run(
            _members.Length,
            _options.Threads,
            part =>
            {
                var (members, radii) = (_members[part], _radii[part]);
                int inside = 0, balls = 0;
                for (var row = 0; row < generated.Rows; row++)
                {
                    var own = distances.AsSpan(row * _reals.Rows, _reals.Rows);
                    var isInside = false;
                    for (var i = 0; i < members.Length; i++)
                    {
                        var distance = own[members[i]];
                        isInside |= _options.PrecisionInclusive ? distance <= radii.Precision[i] : distance < radii.Precision[i];
                        balls += distance < radii.Density[i] ? 1 : 0;
                    }

                    inside += isInside ? 1 : 0;
                }

                precision[part] = (double)inside / generated.Rows;
                density[part] = (double)balls / generated.Rows / _options.DensityNeighbours;
            },
            _cancellationToken);
        return (precision, density);
    }

    /// <summary>Every member's distances to its neighbours among the members.</summary>
    private (float[] Precision, float[] Density) Radii(float[] distances, int[] members)
    {
        var (precision, density) = (new float[members.Length], new float[members.Length]);
        var others = new float[members.Length - 1];
        for (var i = 0; i < members.Length; i++)
        {
            var own = distances.AsSpan(members[i] * _reals.Rows, _reals.Rows);
            for (var j = 0; j < others.Length; j++)
            {
                others[j] = own[members[j < i ? j : j + 1]];
            }

            Array.Sort(others);
            (precision[i], density[i]) = (others[_options.PrecisionNeighbours - 1], others[_options.DensityNeighbours - 1]);
        }

        return (precision, density);
    }

    /// <summary>Squared distances of rows to the reals, row by row.</summary>
    private unsafe float[] Distances(FeatureMatrix rows)
    {
        var (norms, realNorms) = (_tiles.Norms(rows, _options.Threads, _cancellationToken), _tiles.Norms(_reals, _options.Threads, _cancellationToken));
        var distances = new float[checked(rows.Rows * _reals.Rows)];
        LinearAlgebra.Current.UseOneThread();
        ParallelBlocks.Run(
            ParallelBlocks.Count(rows.Rows, BlockRows),
            _options.Threads,
            () => new TileMemory(_tiles),
            (block, memory) =>
            {
                var firstRow = block * BlockRows;
                for (var first = 0; first < _reals.Rows; first += BlockRows)
                {
                    _cancellationToken.ThrowIfCancellationRequested();
                    memory.Multiply(rows, firstRow, _reals, first);
                    var count = Math.Min(BlockRows, _reals.Rows - first);
                    for (var i = 0; i < Math.Min(BlockRows, rows.Rows - firstRow); i++)
                    {
                        var own = distances.AsSpan(((firstRow + i) * _reals.Rows) + first, count);
                        TensorPrimitives.MultiplyAdd(new ReadOnlySpan<float>(memory.Product + ((long)i * BlockRows), count), -2f, realNorms.AsSpan(first, count), own);
                        TensorPrimitives.Add(own, norms[firstRow + i], own);
                    }
                }
            },
            _cancellationToken);
        return distances;
    }
}
