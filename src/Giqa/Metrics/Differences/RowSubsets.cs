using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>Many subsets of one set of rows, as bits: row by row, a bit for every subset.</summary>
internal sealed class RowSubsets
{
    /// <summary>Up to this many ways of splitting a pool in two are all listed.</summary>
    private const int MostListed = 2000;

    private readonly ulong[] _bits;

    private RowSubsets(int rows, int count)
    {
        (Rows, Count, Words) = (rows, count, (count + 63) / 64);
        _bits = new ulong[checked(rows * Words)];
    }

    internal int Rows { get; }

    /// <summary>How many subsets there are.</summary>
    internal int Count { get; }

    /// <summary>Words of 64 bits for every row.</summary>
    internal int Words { get; }

    /// <summary>The subsets that a row belongs to.</summary>
    internal ReadOnlySpan<ulong> Of(int row) => _bits.AsSpan(row * Words, Words);

    internal bool Has(int row, int subset) => (_bits[(row * Words) + (subset >> 6)] >> (subset & 63) & 1) != 0;

    /// <summary>
    /// The labels "of the first set" on the pooled rows of two sets: the true ones first, then so many random ones of the same
    /// sizes, or all if there are few.
    /// </summary>
    internal static RowSubsets Relabellings(int first, int second, int count, ulong seed)
    {
        var rows = first + second;
        if (Ways(rows, first) is <= MostListed and var ways)
        {
            return Listed(rows, first, (int)ways);
        }

        var subsets = new RowSubsets(rows, count + 1);
        subsets.Add(0, Enumerable.Range(0, first));
        var random = new SeededRandom(seed);
        for (var subset = 1; subset <= count; subset++)
        {
            subsets.Add(subset, random.Choose(rows, first));
        }

        return subsets;
    }

    /// <summary>Random subsets of one size.</summary>
    internal static RowSubsets Random(int rows, int size, int count, ulong seed)
    {
        var subsets = new RowSubsets(rows, count);
        var random = new SeededRandom(seed);
        for (var subset = 0; subset < count; subset++)
        {
            subsets.Add(subset, random.Choose(rows, size));
        }

        return subsets;
    }

    /// <summary>These subsets, then their complements.</summary>
    internal RowSubsets WithComplements()
    {
        var both = new RowSubsets(Rows, 2 * Count);
        for (var subset = 0; subset < Count; subset++)
        {
            both.Add(subset, Members(subset));
            both.Add(Count + subset, Enumerable.Range(0, Rows).Where(row => !Has(row, subset)));
        }

        return both;
    }

    /// <summary>The rows of a subset, rising.</summary>
    internal IEnumerable<int> Members(int subset) => Enumerable.Range(0, Rows).Where(row => Has(row, subset));

    private static RowSubsets Listed(int rows, int size, int ways)
    {
        var subsets = new RowSubsets(rows, ways);
        var subset = 0;
        var last = (1UL << rows) - (1UL << (rows - size));
        for (var bits = (1UL << size) - 1; bits <= last && subset < ways; subset++)
        {
            var members = bits;
            subsets.Add(subset, Enumerable.Range(0, rows).Where(row => (members >> row & 1) != 0));

            // The next number with the same number of bits set (Gosper).
            var lowest = bits & (~bits + 1);
            var ripple = bits + lowest;
            bits = ripple | (((bits ^ ripple) >> 2) / lowest);
        }

        return subsets;
    }

    private static double Ways(int rows, int size)
    {
        var ways = 1.0;
        for (var i = 1; i <= Math.Min(size, rows - size); i++)
        {
            ways = ways * (rows - i + 1) / i;
        }

        return Math.Round(ways);
    }

    private void Add(int subset, IEnumerable<int> rows)
    {
        foreach (var row in rows)
        {
            _bits[(row * Words) + (subset >> 6)] |= 1UL << (subset & 63);
        }
    }
}
