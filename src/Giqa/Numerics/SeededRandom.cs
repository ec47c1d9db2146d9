using System.Numerics;

namespace Giqa.Numerics;

/// <summary>
/// The generator behind everything random in Giqa: xoshiro256** (Blackman and Vigna, "Scrambled Linear Pseudorandom
/// Number Generators", ACM TOMS 47(4), 2021), its state filled from the seed by SplitMix64 (Steele, Lea and Flood,
/// "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014). The same seed gives the same numbers everywhere.
/// </summary>
/// <remarks>Not safe for use by several threads at once.</remarks>
internal sealed class SeededRandom
{
    /// <summary>From where on a dictionary takes less than all the numbers do.</summary>
    private const int SparseShare = 16;

    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;
    private double _spareGaussian = double.NaN;

    internal SeededRandom(ulong seed)
    {
        _s0 = SplitMix(ref seed);
        _s1 = SplitMix(ref seed);
        _s2 = SplitMix(ref seed);
        _s3 = SplitMix(ref seed);
    }

    /// <summary>64 random bits.</summary>
    internal ulong NextBits()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1): a multiple of 2^-53.</summary>
    internal double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>
    /// Uniform in [0, <paramref name="limit"/>), without bias: Lemire, "Fast Random Integer Generation in an
    /// Interval", ACM TOMACS 29(1), 2019.
    /// </summary>
    internal int NextInt(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var range = (ulong)limit;
        var high = Math.BigMul(NextBits(), range, out var low);
        if (low < range)
        {
            var threshold = (0UL - range) % range;
            while (low < threshold)
            {
                high = Math.BigMul(NextBits(), range, out low);
            }
        }

        return (int)high;
    }

    /// <summary>Standard normal, by Marsaglia's polar method.</summary>
    internal double NextGaussian()
    {
        if (!double.IsNaN(_spareGaussian))
        {
            var spare = _spareGaussian;
            _spareGaussian = double.NaN;
            return spare;
        }

        double u, v, square;
        do
        {
            u = (2 * NextDouble()) - 1;
            v = (2 * NextDouble()) - 1;
            square = (u * u) + (v * v);
        }
        while (square is >= 1 or 0);

        var factor = Math.Sqrt(-2 * Math.Log(square) / square);
        _spareGaussian = v * factor;
        return u * factor;
    }

    /// <summary>The numbers 0 .. <paramref name="count"/>-1 in random order.</summary>
    internal int[] Permutation(int count) => Choose(count, count);

    /// <summary>
    /// <paramref name="chosen"/> different numbers out of 0 .. <paramref name="count"/>-1, in random order
    /// (the first steps of a Fisher-Yates shuffle).
    /// </summary>
    internal int[] Choose(int count, int chosen)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(chosen);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(chosen, count);
        if (chosen < count / SparseShare)
        {
            return ChooseSparsely(count, chosen);
        }

        var numbers = new int[count];
        for (var i = 0; i < count; i++)
        {
            numbers[i] = i;
        }

        for (var i = 0; i < chosen; i++)
        {
            var other = i + NextInt(count - i);
            (numbers[i], numbers[other]) = (numbers[other], numbers[i]);
        }

        return chosen == count ? numbers : numbers[..chosen];
    }

    /// <summary>The same numbers, where only those are kept that have left their place.</summary>
    private int[] ChooseSparsely(int count, int chosen)
    {
        var moved = new Dictionary<int, int>();
        var numbers = new int[chosen];
        for (var i = 0; i < chosen; i++)
        {
            var other = i + NextInt(count - i);
            numbers[i] = moved.GetValueOrDefault(other, other);
            moved[other] = moved.GetValueOrDefault(i, i);
            _ = moved.Remove(i);
        }

        return numbers;
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
