using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Giqa.Numerics;

/// <summary>Sum of |q - x + 1e-6|, which is PyTorch's <c>pairwise_distance(q, x, p=1)</c>, in float64.</summary>
internal readonly unsafe struct ShiftedManhattan : IPairDistance
{
    /// <summary>What PyTorch adds to every difference.</summary>
    internal const double Shift = 1e-6;

    public static double Between(float* query, float* reference, int dimensions) => Sum(query, reference, dimensions, Shift);

    public static void Between(float* query, float* references, ReadOnlySpan<int> rows, int dimensions, Span<double> distances) =>
        IPairDistance.Each<ShiftedManhattan>(query, references, rows, dimensions, distances);

    /// <summary>Sum of |q - x|, in float64.</summary>
    internal static double WithoutShift(float* query, float* reference, int dimensions) => Sum(query, reference, dimensions, 0);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Sum(float* query, float* reference, int dimensions, double shift)
    {
        var shifts = Vector512.Create(shift);
        var lower = Vector512<double>.Zero;
        var upper = Vector512<double>.Zero;
        var i = 0;
        for (; i <= dimensions - 16; i += 16)
        {
            var (queryLow, queryHigh) = Vector512.Widen(Vector512.Load(query + i));
            var (referenceLow, referenceHigh) = Vector512.Widen(Vector512.Load(reference + i));
            lower += Vector512.Abs(queryLow - referenceLow + shifts);
            upper += Vector512.Abs(queryHigh - referenceHigh + shifts);
        }

        var sum = LaneSums.Sum(lower + upper);
        for (; i < dimensions; i++)
        {
            sum += Math.Abs((double)query[i] - reference[i] + shift);
        }

        return sum;
    }

    /// <summary>The L1 distances in float32 of four queries and one reference: the reference is loaded once for all.</summary>
    /// <param name="shifted">4 x D, row-major: queries to which <see cref="Shift"/> was added already.</param>
    /// <param name="reference">D.</param>
    /// <param name="dimensions">D.</param>
    /// <param name="destination">Four sums, <paramref name="stride"/> apart; within (D / 16 + 16) 2^-24 of the exact ones, relative.</param>
    /// <param name="stride">The distance between two sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void FourSingle(float* shifted, float* reference, int dimensions, float* destination, long stride)
    {
        var (a, b, c, d) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        var second = shifted + dimensions;
        var third = second + dimensions;
        var fourth = third + dimensions;
        var i = 0;
        for (; i <= dimensions - 16; i += 16)
        {
            var values = Vector512.Load(reference + i);
            a += Vector512.Abs(Vector512.Load(shifted + i) - values);
            b += Vector512.Abs(Vector512.Load(second + i) - values);
            c += Vector512.Abs(Vector512.Load(third + i) - values);
            d += Vector512.Abs(Vector512.Load(fourth + i) - values);
        }

        destination[0] = (float)(LaneSums.Sum(a) + Rest(shifted, reference, i, dimensions));
        destination[stride] = (float)(LaneSums.Sum(b) + Rest(second, reference, i, dimensions));
        destination[2 * stride] = (float)(LaneSums.Sum(c) + Rest(third, reference, i, dimensions));
        destination[3 * stride] = (float)(LaneSums.Sum(d) + Rest(fourth, reference, i, dimensions));
    }

    private static double Rest(float* shifted, float* reference, int first, int dimensions)
    {
        double sum = 0;
        for (var i = first; i < dimensions; i++)
        {
            sum += Math.Abs((double)shifted[i] - reference[i]);
        }

        return sum;
    }
}
