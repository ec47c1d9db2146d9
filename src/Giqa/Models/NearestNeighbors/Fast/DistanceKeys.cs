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

    /// <summary>The most references that one step of <see cref="Fill"/> needs at once, and so the fewest rows of scratch.</summary>
    internal const int Together = 4;

    /// <summary>How many numbers <see cref="Prepare"/> makes of a query.</summary>
    internal abstract int PreparedColumns { get; }

    /// <summary>Prepares queries for <see cref="Fill"/>.</summary>
    /// <param name="queries">count x D, row-major.</param>
    /// <param name="count">1 or more.</param>
    /// <param name="prepared">Receives count rows of <see cref="PreparedColumns"/>; there is room for <see cref="Together"/> at least.</param>
    /// <param name="offsets">Receives a number per query, which <see cref="Limit"/> asks for.</param>
    internal abstract void Prepare(float* queries, int count, float* prepared, KeyOffset* offsets);

    /// <summary>Computes the keys of neighbouring references for prepared queries.</summary>
    /// <param name="prepared">What <see cref="Prepare"/> made.</param>
    /// <param name="count">How many queries.</param>
    /// <param name="first">The first reference.</param>
    /// <param name="references">How many references.</param>
    /// <param name="keys">Receives count rows of keys.</param>
    /// <param name="stride">The distance between two rows of keys.</param>
    internal abstract void Fill(float* prepared, int count, int first, int references, float* keys, int stride);

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
