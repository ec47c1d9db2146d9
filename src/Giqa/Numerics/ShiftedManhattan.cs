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
        var shifts = Vector512.Create(Shift);
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
            sum += Math.Abs((double)query[i] - reference[i] + Shift);
        }

        return sum;
    }

    /// <summary>The sums of x and of |x|, in float64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static (double Sum, double Magnitude) Sums(float* values, int dimensions)
    {
        var sums = Vector512<double>.Zero;
        var magnitudes = Vector512<double>.Zero;
        var i = 0;
        for (; i <= dimensions - 16; i += 16)
        {
            var (low, high) = Vector512.Widen(Vector512.Load(values + i));
            sums += low + high;
            magnitudes += Vector512.Abs(low) + Vector512.Abs(high);
        }

        var (sum, magnitude) = (LaneSums.Sum(sums), LaneSums.Sum(magnitudes));
        for (; i < dimensions; i++)
        {
            sum += values[i];
            magnitude += Math.Abs((double)values[i]);
        }

        return (sum, magnitude);
    }

    /// <summary>Sum of min(q, x).</summary>
    internal static double Minima(float* query, float* reference, int dimensions) => Rest(query, reference, 0, dimensions);

    /// <summary>
    /// The sums of min(q, x) in float32 of four queries and four references: each value is loaded once for four sums, so that the
    /// second cache can keep up.
    /// </summary>
    /// <param name="queries">4 x D, row-major.</param>
    /// <param name="references">4 x D, row-major.</param>
    /// <param name="dimensions">D.</param>
    /// <param name="destination">4 x 4, a query a row: within (D / 16 + 16) 2^-24 (sum |q| + sum |x|) of the exact sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void FourByFourMinima(float* queries, float* references, int dimensions, float* destination)
    {
        var (a0, a1, a2, a3) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        var (b0, b1, b2, b3) = (a0, a0, a0, a0);
        var (c0, c1, c2, c3) = (a0, a0, a0, a0);
        var (d0, d1, d2, d3) = (a0, a0, a0, a0);
        var i = 0;
        for (; i <= dimensions - 16; i += 16)
        {
            var a = Vector512.Load(queries + i);
            var b = Vector512.Load(queries + dimensions + i);
            var c = Vector512.Load(queries + (2 * dimensions) + i);
            var d = Vector512.Load(queries + (3 * dimensions) + i);
            var values = Vector512.Load(references + i);
            (a0, b0, c0, d0) = (a0 + Vector512.MinNative(a, values), b0 + Vector512.MinNative(b, values), c0 + Vector512.MinNative(c, values), d0 + Vector512.MinNative(d, values));
            values = Vector512.Load(references + dimensions + i);
            (a1, b1, c1, d1) = (a1 + Vector512.MinNative(a, values), b1 + Vector512.MinNative(b, values), c1 + Vector512.MinNative(c, values), d1 + Vector512.MinNative(d, values));
            values = Vector512.Load(references + (2 * dimensions) + i);
            (a2, b2, c2, d2) = (a2 + Vector512.MinNative(a, values), b2 + Vector512.MinNative(b, values), c2 + Vector512.MinNative(c, values), d2 + Vector512.MinNative(d, values));
            values = Vector512.Load(references + (3 * dimensions) + i);
            (a3, b3, c3, d3) = (a3 + Vector512.MinNative(a, values), b3 + Vector512.MinNative(b, values), c3 + Vector512.MinNative(c, values), d3 + Vector512.MinNative(d, values));
        }

        ReadOnlySpan<double> sums =
        [
            LaneSums.Sum(a0), LaneSums.Sum(a1), LaneSums.Sum(a2), LaneSums.Sum(a3), LaneSums.Sum(b0), LaneSums.Sum(b1), LaneSums.Sum(b2), LaneSums.Sum(b3),
            LaneSums.Sum(c0), LaneSums.Sum(c1), LaneSums.Sum(c2), LaneSums.Sum(c3), LaneSums.Sum(d0), LaneSums.Sum(d1), LaneSums.Sum(d2), LaneSums.Sum(d3),
        ];
        for (var pair = 0; pair < sums.Length; pair++)
        {
            destination[pair] = (float)(sums[pair] + Rest(queries + (pair / 4 * dimensions), references + (pair % 4 * dimensions), i, dimensions));
        }
    }

    private static double Rest(float* query, float* reference, int first, int dimensions)
    {
        double sum = 0;
        for (var i = first; i < dimensions; i++)
        {
            sum += Math.Min((double)query[i], reference[i]);
        }

        return sum;
    }
}
