using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Giqa.Numerics;

/// <summary>Sum of |q - x + 1e-6|, which is PyTorch's <c>pairwise_distance(q, x, p=1)</c>, in float64.</summary>
internal readonly unsafe struct ShiftedManhattan : IPairDistance
{
    /// <summary>What PyTorch adds to every difference.</summary>
    internal const double Shift = 1e-6;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Between(float* query, float* reference, int dimensions)
    {
        var shift = Vector512.Create(Shift);
        var lower = Vector512<double>.Zero;
        var upper = Vector512<double>.Zero;
        var i = 0;
        for (; i <= dimensions - 16; i += 16)
        {
            var (queryLow, queryHigh) = Vector512.Widen(Vector512.Load(query + i));
            var (referenceLow, referenceHigh) = Vector512.Widen(Vector512.Load(reference + i));
            lower += Vector512.Abs(queryLow - referenceLow + shift);
            upper += Vector512.Abs(queryHigh - referenceHigh + shift);
        }

        var sum = LaneSums.Sum(lower + upper);
        for (; i < dimensions; i++)
        {
            sum += Math.Abs((double)query[i] - reference[i] + Shift);
        }

        return sum;
    }

    /// <summary>The same in float32 for four queries and one reference at a time: the reference is loaded once for all.</summary>
    /// <param name="queries">4 x D, row-major.</param>
    /// <param name="reference">D.</param>
    /// <param name="dimensions">D.</param>
    /// <param name="destination">Four sums, <paramref name="stride"/> apart; within (D / 16 + 16) 2^-24 of the exact ones, relative.</param>
    /// <param name="stride">The distance between two sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void FourSingle(float* queries, float* reference, int dimensions, float* destination, long stride)
    {
        var shift = Vector512.Create((float)Shift);
        var (a, b, c, d) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        var second = queries + dimensions;
        var third = second + dimensions;
        var fourth = third + dimensions;
        var i = 0;
        for (; i <= dimensions - 16; i += 16)
        {
            var values = Vector512.Load(reference + i);
            a += Vector512.Abs(Vector512.Load(queries + i) - values + shift);
            b += Vector512.Abs(Vector512.Load(second + i) - values + shift);
            c += Vector512.Abs(Vector512.Load(third + i) - values + shift);
            d += Vector512.Abs(Vector512.Load(fourth + i) - values + shift);
        }

        destination[0] = (float)(LaneSums.Sum(a) + Rest(queries, reference, i, dimensions));
        destination[stride] = (float)(LaneSums.Sum(b) + Rest(second, reference, i, dimensions));
        destination[2 * stride] = (float)(LaneSums.Sum(c) + Rest(third, reference, i, dimensions));
        destination[3 * stride] = (float)(LaneSums.Sum(d) + Rest(fourth, reference, i, dimensions));
    }

    private static double Rest(float* query, float* reference, int first, int dimensions)
    {
        double sum = 0;
        for (var i = first; i < dimensions; i++)
        {
            sum += Math.Abs((double)query[i] - reference[i] + Shift);
        }

        return sum;
    }
}
