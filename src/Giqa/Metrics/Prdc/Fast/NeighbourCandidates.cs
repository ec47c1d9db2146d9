using System.Numerics;
using System.Runtime.Intrinsics;
using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>
/// For every row, the rows that may be its nearest: kept by a lower bound of their distance, so that what was not kept is
/// known to be beyond the last one kept.
/// </summary>
internal sealed unsafe class NeighbourCandidates
{
    /// <summary>Candidates beyond the neighbours requested, so that rounding seldom forces an exact search.</summary>
    private const int Spare = 8;

    private readonly FeatureMatrix _features;
    private readonly int _kept;
    private readonly float[] _bounds;
    private readonly int[] _rows;

    internal NeighbourCandidates(FeatureMatrix features, int neighbours)
    {
        _features = features;
        _kept = Math.Min(features.Rows - 1, neighbours + Spare);
        _bounds = new float[(long)features.Rows * _kept];
        _rows = new int[_bounds.LongLength];
        Array.Fill(_bounds, float.PositiveInfinity);
        Array.Fill(_rows, int.MaxValue);
    }

    /// <summary>Offers rows first .. first + count - 1 to a row, by lower bounds of their squared distances.</summary>
    internal void Offer(int row, float* bounds, int first, int count)
    {
        var start = row * _kept;
        var worst = _bounds[start + _kept - 1];
        var lanes = Vector512<float>.Count;
        var i = 0;
        for (; i <= count - lanes; i += lanes)
        {
            var hits = Vector512.LessThanOrEqual(Vector512.Load(bounds + i), Vector512.Create(worst)).ExtractMostSignificantBits();
            for (; hits != 0; hits &= hits - 1)
            {
                var lane = i + BitOperations.TrailingZeroCount(hits);
                Insert(start, bounds[lane], first + lane);
            }

            worst = _bounds[start + _kept - 1];
        }

        for (; i < count; i++)
        {
            Insert(start, bounds[i], first + i);
        }
    }

    /// <summary>What was kept for some rows, as numbers: for each its bounds, then its candidates.</summary>
    internal double[] ToNumbers(int first, int count)
    {
        var numbers = new double[2L * count * _kept];
        for (var i = 0; i < count; i++)
        {
            for (int at = 0, start = (first + i) * _kept; at < _kept; at++)
            {
                numbers[(2 * i * _kept) + at] = _bounds[start + at];
                numbers[(((2 * i) + 1) * _kept) + at] = _rows[start + at];
            }
        }

        return numbers;
    }

    /// <summary>Offers some rows what others kept for them. What was nearest in any part is among what is nearest in all.</summary>
    internal void Offer(int first, ReadOnlySpan<double> numbers)
    {
        for (var i = 0; i < numbers.Length / (2 * _kept); i++)
        {
            for (var at = 0; at < _kept; at++)
            {
                Insert((first + i) * _kept, (float)numbers[(2 * i * _kept) + at], (int)numbers[(((2 * i) + 1) * _kept) + at]);
            }
        }
    }

    /// <summary>How many numbers <see cref="ToNumbers"/> writes for a row.</summary>
    internal int NumbersOfRow => 2 * _kept;

    /// <summary>
    /// The exact squared distance to the <paramref name="neighbours"/>-th nearest other row, and to the nearest.
    /// </summary>
    internal double[] SquaredDistances(int row, int neighbours)
    {
        var start = row * _kept;
        var distances = new double[_kept];
        for (var i = 0; i < _kept; i++)
        {
            distances[i] = StableSums.SquaredDistance(_features.Row(row), _features.Row(_rows[start + i]));
        }

        Array.Sort(distances);
        var last = distances[neighbours - 1];
        var settled = last == 0.0 || _kept == _features.Rows - 1 || _bounds[start + _kept - 1] >= last;
        return settled ? distances[..neighbours] : SearchAll(row)[..neighbours];
    }

    /// <summary>The rows nearest to a row, nearest first, with their exact squared distances.</summary>
    internal (int[] Rows, double[] Distances) Nearest(int row)
    {
        var rows = _rows.AsSpan(row * _kept, _kept).ToArray();
        var distances = Array.ConvertAll(rows, other => StableSums.SquaredDistance(_features.Row(row), _features.Row(other)));
        Array.Sort(distances, rows);
        return (rows, distances);
    }

    private void Insert(int start, float bound, int row)
    {
        var at = start + _kept - 1;
        if (!Precedes(bound, row, at))
        {
            return;
        }

        while (at > start && Precedes(bound, row, at - 1))
        {
            (_bounds[at], _rows[at]) = (_bounds[at - 1], _rows[at - 1]);
            at--;
        }

        (_bounds[at], _rows[at]) = (bound, row);
    }

    /// <summary>Equal bounds are ordered by row number, so that the order in which tiles arrive does not matter.</summary>
    private bool Precedes(float bound, int row, int at) => bound < _bounds[at] || (bound == _bounds[at] && row < _rows[at]);

    private double[] SearchAll(int row)
    {
        var distances = new double[_features.Rows];
        for (var other = 0; other < distances.Length; other++)
        {
            distances[other] = other == row ? double.PositiveInfinity : StableSums.SquaredDistance(_features.Row(row), _features.Row(other));
        }

        Array.Sort(distances);
        return distances;
    }
}
