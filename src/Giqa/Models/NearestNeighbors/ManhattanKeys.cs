using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// Keys that are the L1 distance itself, in float32: four queries share each load of a reference. The shift is added to the
/// queries beforehand; the rounding of that is in the offsets.
/// </summary>
internal sealed unsafe class ManhattanKeys(FeatureMatrix references) : DistanceKeys
{
    private const int Together = 4;
    private const int CachedBytes = 1 << 18;

    private readonly double _margin = ((references.Columns / 16) + 32) * UnitRoundoff;
    private readonly int _tile = Math.Max(16, CachedBytes / (references.Columns * sizeof(float)));

    internal override void Fill(float* queries, int count, float* keys, long stride, double* offsets)
    {
        var dimensions = references.Columns;
        using var shifted = new AlignedBuffer<float>((long)count * dimensions);
        for (var query = 0; query < count; query++)
        {
            offsets[query] = Shift(queries + ((long)query * dimensions), shifted.Pointer + ((long)query * dimensions));
        }

        fixed (float* all = references.Span)
        {
            for (var first = 0; first < references.Rows; first += _tile)
            {
                var end = Math.Min(first + _tile, references.Rows);
                for (var query = 0; query < count; query += Together)
                {
                    FillTile(shifted.Pointer, Math.Min(query, Math.Max(0, count - Together)), count, all, first, end, keys, stride);
                }
            }
        }
    }

    internal override float Limit(double distance, double offset) => RoundUp((distance + offset) * (1 + _margin));

    internal override double Ceiling(float key, int reference, double offset) => (key + offset) * (1 + (2 * _margin));

    /// <summary>Adds the shift to a query.</summary>
    /// <returns>What the rounding of that may make of a distance, at most.</returns>
    private double Shift(float* query, float* shifted)
    {
        double sum = 0;
        for (var i = 0; i < references.Columns; i++)
        {
            shifted[i] = query[i] + (float)ShiftedManhattan.Shift;
            sum += Math.Abs(shifted[i]) + ShiftedManhattan.Shift;
        }

        return 2 * UnitRoundoff * sum;
    }

    private void FillTile(float* shifted, int query, int queryCount, float* all, int first, int end, float* keys, long stride)
    {
        var dimensions = references.Columns;
        for (var row = first; row < end; row++)
        {
            var reference = all + ((long)row * dimensions);
            if (queryCount >= Together)
            {
                ShiftedManhattan.FourSingle(shifted + ((long)query * dimensions), reference, dimensions, keys + (query * stride) + row, stride);
                continue;
            }

            for (var single = 0; single < queryCount; single++)
            {
                keys[(single * stride) + row] = (float)ShiftedManhattan.WithoutShift(shifted + ((long)single * dimensions), reference, dimensions);
            }
        }
    }
}
