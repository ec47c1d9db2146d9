using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>Draws rows by either convention. Not thread-safe.</summary>
internal sealed class RowSampler
{
    private readonly SeededRandom? _own;
    private readonly NumpyLegacyRandom? _legacy;

    /// <exception cref="GiqaException">The seed is too large for the legacy generator.</exception>
    internal RowSampler(ulong seed, RandomConvention convention)
    {
        if (convention == RandomConvention.Giqa)
        {
            _own = new SeededRandom(seed);
            return;
        }

        if (seed > uint.MaxValue)
        {
            throw new GiqaException($"NumPy's legacy generator takes seeds up to {uint.MaxValue}, not {seed}");
        }

        _legacy = new NumpyLegacyRandom((uint)seed);
    }

    internal int[] Permutation(int count) => _own?.Permutation(count) ?? _legacy!.Permutation(count);

    /// <summary>Different rows out of 0 .. count-1, in random order.</summary>
    internal int[] Choose(int count, int chosen) => _own?.Choose(count, chosen) ?? _legacy!.Choose(count, chosen);
}
