namespace Giqa.Models;

/// <summary>
/// Cheap numbers ("keys") that order references roughly by their distance to a query, with a proven bound: a reference
/// whose distance is no more than d has a key of no more than <see cref="Limit"/>(d). Only what a key cannot rule out is
/// measured directly, so results depend neither on how the keys were computed nor on their rounding.
/// </summary>
internal abstract unsafe class DistanceKeys
{
    /// <summary>Half the distance between 1 and the next float.</summary>
    protected const double UnitRoundoff = 1.0 / (1 << 24);

    /// <summary>Computes the keys of all references for some queries.</summary>
    /// <param name="queries">count x D, row-major.</param>
    /// <param name="count">1 or more.</param>
    /// <param name="keys">Receives count rows of N keys.</param>
    /// <param name="stride">The distance between two rows of keys.</param>
    /// <param name="offsets">Receives a number per query, which <see cref="Limit"/> asks for.</param>
    internal abstract void Fill(float* queries, int count, float* keys, long stride, KeyOffset* offsets);

    /// <summary>The largest key that a reference at this distance may have.</summary>
    internal abstract float Limit(double distance, KeyOffset offset);

    /// <summary>A distance that a reference with this key does not exceed.</summary>
    internal abstract double Ceiling(float key, int reference, KeyOffset offset);

    /// <summary>The smallest float that is not below a value.</summary>
    protected static float RoundUp(double value) => (float)value < value ? MathF.BitIncrement((float)value) : (float)value;
}

/// <summary>The relation between the keys of a query and its distances.</summary>
/// <param name="Value">The least by which a distance exceeds its key.</param>
/// <param name="Slack">The query's part of how much more it may be.</param>
internal readonly record struct KeyOffset(double Value, double Slack = 0);
