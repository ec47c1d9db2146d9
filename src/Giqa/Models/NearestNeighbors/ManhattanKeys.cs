using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>Keys that are the L1 distance itself, in float32: four queries share each load of a reference.</summary>
internal sealed unsafe class ManhattanKeys(float[] references, int count, int dimensions) : DistanceKeys
{
    private const int Together = 4;
    private const int CachedBytes = 1 << 18;

    private readonly double _margin = ((dimensions / 16) + 32) * UnitRoundoff;
    private readonly int _tile = Math.Max(16, CachedBytes / (dimensions * sizeof(float)));

    internal override void Fill(float* queries, int count, float* keys, long stride, double* offsets)
    {
        new Span<double>(offsets, count).Clear();
        fixed (float* all = references)
        {
            for (var first = 0; first < Rows; first += _tile)
            {
                var end = Math.Min(first + _tile, Rows);
                for (var query = 0; query < count; query += Together)
                {
                    FillTile(queries, Math.Min(query, Math.Max(0, count - Together)), count, all, first, end, keys, stride);
                }
            }
        }
    }

    internal override float Limit(double distance, double offset) => RoundUp((distance + Absolute) * (1 + _margin));

    internal override double Ceiling(float key, int reference, double offset) => (key + Absolute) * (1 + (2 * _margin));

    private int Rows => count;

    /// <summary>The shift may cancel a difference, so part of the rounding does not shrink with the distance.</summary>
    private double Absolute => _margin * dimensions * ShiftedManhattan.Shift;

    private void FillTile(float* queries, int query, int queryCount, float* all, int first, int end, float* keys, long stride)
    {
        for (var row = first; row < end; row++)
        {
            var reference = all + ((long)row * dimensions);
            if (queryCount >= Together)
            {
                ShiftedManhattan.FourSingle(queries + ((long)query * dimensions), reference, dimensions, keys + (query * stride) + row, stride);
                continue;
            }

            for (var single = 0; single < queryCount; single++)
            {
                keys[(single * stride) + row] = (float)ShiftedManhattan.Between(queries + ((long)single * dimensions), reference, dimensions);
            }
        }
    }
}
