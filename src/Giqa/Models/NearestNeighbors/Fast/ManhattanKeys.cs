using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// Keys from the L1 distance in float32, by |q - x| = q + x - 2 min(q, x): the sums of q and x are taken once, which leaves two
/// operations to a pair of values instead of three. Four queries and four references share their loads. The shift is added to the
/// queries beforehand. A sum of n terms of float32 is within n u (sum |q| + sum |x|) of the exact one (u = 2^-24); the
/// reference's part of that margin is taken off its key beforehand.
/// </summary>
internal sealed unsafe class ManhattanKeys : DistanceKeys
{
    private const int CachedBytes = 1 << 18;

    private readonly FeatureMatrix _references;
    private readonly double _margin;
    private readonly int _tile;
    private readonly double[] _magnitudes;
    private readonly float[] _loweredSums;

    internal ManhattanKeys(FeatureMatrix references)
    {
        _references = references;
        _margin = 2 * ((references.Columns / 16) + 32) * UnitRoundoff;
        _tile = Math.Max(16, CachedBytes / (references.Columns * sizeof(float)));
        _magnitudes = new double[references.Rows];
        _loweredSums = new float[references.Rows];
        fixed (float* all = references.Span)
        {
            for (var row = 0; row < references.Rows; row++)
            {
                var (sum, magnitude) = ShiftedManhattan.Sums(all + ((long)row * references.Columns), references.Columns);
                _magnitudes[row] = magnitude;
                _loweredSums[row] = (float)(sum - (_margin * magnitude));
            }
        }
    }

    internal override int PreparedColumns => _references.Columns;

    internal override void Prepare(float* queries, int count, float* prepared, KeyOffset* offsets)
    {
        var dimensions = _references.Columns;
        for (var query = 0; query < count; query++)
        {
            offsets[query] = Shift(queries + ((long)query * dimensions), prepared + ((long)query * dimensions));
        }
    }

    internal override void Fill(float* prepared, int count, int first, int references, float* keys, int stride)
    {
        var dimensions = _references.Columns;
        fixed (float* all = _references.Span)
        {
            for (var (start, last) = (first, first + references); start < last; start += _tile)
            {
                var end = Math.Min(start + _tile, last);
                for (var query = 0; query < count; query += Together)
                {
                    // The last queries and references are processed together with some that were already done.
                    var from = Math.Min(query, Math.Max(0, count - Together));
                    for (var row = start; row < end; row += Together)
                    {
                        var begin = Math.Max(first, Math.Min(row, last - Together));
                        FillTile(
                            prepared + ((long)from * dimensions), Math.Min(Together, count), all, begin, Math.Min(begin + Together, last), keys + ((long)from * stride) - first, stride);
                    }
                }
            }
        }

        GC.KeepAlive(_references);
    }

    internal override float Limit(double distance, KeyOffset offset) => RoundUp(distance - offset.Value);

    internal override double Ceiling(float key, int reference, KeyOffset offset) =>
        key + offset.Value + offset.Slack + (2 * _margin * _magnitudes[reference]);

    /// <summary>Adds the shift to a query.</summary>
    private KeyOffset Shift(float* query, float* shifted)
    {
        var dimensions = _references.Columns;
        for (var i = 0; i < dimensions; i++)
        {
            shifted[i] = query[i] + (float)ShiftedManhattan.Shift;
        }

        var (sum, magnitude) = ShiftedManhattan.Sums(shifted, dimensions);
        var rounding = 2 * UnitRoundoff * (magnitude + (dimensions * ShiftedManhattan.Shift));
        var error = rounding + (_margin * magnitude);
        return new KeyOffset(sum - error, 2 * error);
    }

    /// <summary>The keys of at most four queries and four references. After the queries there are others, or zeros.</summary>
    private void FillTile(float* shifted, int count, float* all, int first, int end, float* keys, int stride)
    {
        var dimensions = _references.Columns;
        var minima = stackalloc float[Together * Together];
        if (end - first == Together)
        {
            ShiftedManhattan.FourByFourMinima(shifted, all + ((long)first * dimensions), dimensions, minima);
        }

        for (var query = 0; query < count; query++)
        {
            for (var row = first; row < end; row++)
            {
                var minimum = end - first == Together
                    ? minima[(query * Together) + row - first]
                    : (float)ShiftedManhattan.Minima(shifted + ((long)query * dimensions), all + ((long)row * dimensions), dimensions);
                keys[((long)query * stride) + row] = _loweredSums[row] - (2 * minimum);
            }
        }
    }
}
