using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Giqa.Models;

/// <summary>Finds the k-th smallest of distances that are few more than k: a sample shows which of them can be it, and the others are only counted.</summary>
internal sealed class DistanceBorder
{
    private const int SampleSize = 64;

    private readonly double[] _sample = new double[SampleSize];
    private double[] _large = [];
    private int[] _places = [];

    /// <summary>The k-th smallest, and how many are smaller than it.</summary>
    /// <param name="distances">At least k, in any order, which is not changed.</param>
    /// <param name="k">1 or more.</param>
    internal (double Border, int Below) Find(ReadOnlySpan<double> distances, int k)
    {
        if (_large.Length < distances.Length)
        {
            (_large, _places) = (new double[distances.Length * 2], new int[distances.Length * 2]);
        }

        var count = Collect(distances, Floor(distances, k));
        if (distances.Length - count >= k)
        {
            // The sample misled.
            count = Collect(distances, double.NegativeInfinity);
        }

        var among = k - (distances.Length - count);
        KeySelection.QuickSelect<double>(_large, _places, count, among);
        var border = _large[among - 1];
        var below = distances.Length - count;
        foreach (var distance in _large.AsSpan(0, count))
        {
            below += distance < border ? 1 : 0;
        }

        return (border, below);
    }

    /// <summary>A number that the k-th smallest is probably above, and not many others are.</summary>
    private double Floor(ReadOnlySpan<double> distances, int k)
    {
        if (distances.Length < 8 * SampleSize)
        {
            return double.NegativeInfinity;
        }

        for (var i = 0; i < SampleSize; i++)
        {
            _sample[i] = distances[(int)((long)i * distances.Length / SampleSize)];
        }

        Array.Sort(_sample);
        var share = (double)k / distances.Length;
        var rank = (share * SampleSize) - (3 * Math.Sqrt(share * (1 - share) * SampleSize)) - 2;
        return rank < 0 ? double.NegativeInfinity : _sample[(int)rank];
    }

    /// <summary>Collects the distances above a floor; gives how many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Collect(ReadOnlySpan<double> distances, double floor)
    {
        var (count, i) = (0, 0);
        ref var start = ref MemoryMarshal.GetReference(distances);
        for (; i <= distances.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            var mask = Vector512.GreaterThan(Vector512.LoadUnsafe(ref start, (nuint)i), Vector512.Create(floor)).ExtractMostSignificantBits();
            for (; mask != 0; mask &= mask - 1)
            {
                _large[count++] = distances[i + BitOperations.TrailingZeroCount(mask)];
            }
        }

        for (; i < distances.Length; i++)
        {
            if (distances[i] > floor)
            {
                _large[count++] = distances[i];
            }
        }

        return count;
    }
}
