using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Giqa.Models;

/// <summary>Finds the smallest keys of a row, or all up to a limit, sixteen comparisons at a time. Rows are padded to a multiple of 16 with infinity.</summary>
internal sealed unsafe class KeySelection(int capacity)
{
    internal const int Lanes = 16;

    private const int SampleKeys = 1024;

    private readonly float[] _sample = new float[SampleKeys];
    private readonly float[] _keys = new float[capacity];
    private readonly int[] _rows = new int[Math.Max(capacity, SampleKeys)];

    /// <summary>The scratch that <see cref="Smallest"/> needs for k keys: twice as many, so that it is seldom thinned.</summary>
    internal static int CapacityFor(int k) => (2 * k) + 256;

    /// <summary>The length of a row with its padding.</summary>
    internal static int Padded(int length) => (length + Lanes - 1) / Lanes * Lanes;

    /// <summary>The rows of the k smallest keys, in no order. Among equal keys at the border any may be taken.</summary>
    /// <param name="keys">At least k of them finite.</param>
    /// <param name="length">A multiple of 16.</param>
    /// <param name="k">1 or more.</param>
    internal ReadOnlySpan<int> Smallest(float* keys, int length, int k)
    {
        var count = Collect(keys, length, k, EstimateBorder(keys, length, k));
        if (count < k)
        {
            count = Collect(keys, length, k, float.PositiveInfinity);
        }

        QuickSelect(_keys, _rows, count, k);
        return _rows.AsSpan(0, k);
    }

    /// <summary>A number that slightly more than k keys are below, from a sample; infinity if sampling is not worthwhile.</summary>
    private float EstimateBorder(float* keys, int length, int k)
    {
        var step = length / SampleKeys;
        var rank = ((double)k * SampleKeys / length) + (4 * Math.Sqrt((double)k * SampleKeys / length)) + 1;
        if (step < 4 || k < Lanes || rank > SampleKeys / 2)
        {
            return float.PositiveInfinity;
        }

        // An odd stride, so that the sample meets every lane.
        step |= 1;
        var count = Math.Min(SampleKeys, length / step);
        for (var i = 0; i < count; i++)
        {
            _sample[i] = keys[i * step];
        }

        QuickSelect(_sample, _rows, count, (int)rank);
        return _sample[(int)rank - 1];
    }

    /// <summary>Collects all keys below a border, or at least the k smallest of them; gives how many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Collect(float* keys, int length, int k, float border)
    {
        var (count, threshold) = (0, border);
        for (var first = 0; first < length; first += Lanes)
        {
            var mask = Vector512.LessThan(Vector512.Load(keys + first), Vector512.Create(threshold)).ExtractMostSignificantBits();
            if (mask == 0)
            {
                continue;
            }

            if (count > _keys.Length - Lanes)
            {
                QuickSelect(_keys, _rows, count, k);
                (count, threshold) = (k, _keys[k - 1]);
            }

            for (; mask != 0; mask &= mask - 1)
            {
                var row = first + BitOperations.TrailingZeroCount(mask);
                (_keys[count], _rows[count]) = (keys[row], row);
                count++;
            }
        }

        return count;
    }

    /// <summary>Lists the rows whose key is no more than a limit, ascending.</summary>
    /// <returns>How many there are.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int UpTo(float* keys, int length, float limit, int* rows)
    {
        var (count, limits) = (0, Vector512.Create(limit));
        for (var first = 0; first < length; first += Lanes)
        {
            var mask = Vector512.LessThanOrEqual(Vector512.Load(keys + first), limits).ExtractMostSignificantBits();
            for (; mask != 0; mask &= mask - 1)
            {
                rows[count++] = first + BitOperations.TrailingZeroCount(mask);
            }
        }

        return count;
    }

    /// <summary>Moves the k smallest keys to the front, the largest of them to place k - 1 (Hoare's FIND).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void QuickSelect<TKey>(Span<TKey> keys, Span<int> rows, int count, int k)
        where TKey : unmanaged, IComparisonOperators<TKey, TKey, bool>
    {
        var (low, high, state) = (0, count - 1, 12345u);
        while (low < high)
        {
            state = (state * 1664525) + 1013904223;
            var pivot = keys[low + (int)((state >> 8) % (uint)(high - low + 1))];
            var (left, right) = (low, high);
            while (left <= right)
            {
                while (keys[left] < pivot)
                {
                    left++;
                }

                while (keys[right] > pivot)
                {
                    right--;
                }

                if (left <= right)
                {
                    (keys[left], keys[right]) = (keys[right], keys[left]);
                    (rows[left], rows[right]) = (rows[right], rows[left]);
                    left++;
                    right--;
                }
            }

            if (k - 1 <= right)
            {
                high = right;
            }
            else if (k - 1 >= left)
            {
                low = left;
            }
            else
            {
                return;
            }
        }
    }
}
