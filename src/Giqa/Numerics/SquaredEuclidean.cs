using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Giqa.Numerics;

/// <summary>|q - x|^2 from direct differences in float64: exact to about 1e-15 relative.</summary>
internal readonly unsafe struct SquaredEuclidean : IPairDistance
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Between(float* query, float* reference, int dimensions)
    {
        var lower = Vector512<double>.Zero;
        var upper = Vector512<double>.Zero;
        var i = 0;
        for (; i <= dimensions - 16; i += 16)
        {
            var (queryLow, queryHigh) = Vector512.Widen(Vector512.Load(query + i));
            var (referenceLow, referenceHigh) = Vector512.Widen(Vector512.Load(reference + i));
            var low = queryLow - referenceLow;
            var high = queryHigh - referenceHigh;
            lower += low * low;
            upper += high * high;
        }

        var sum = LaneSums.Sum(lower + upper);
        for (; i < dimensions; i++)
        {
            var difference = (double)query[i] - reference[i];
            sum += difference * difference;
        }

        return sum;
    }

    /// <summary>|x|^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double Norm(float* values, int dimensions)
    {
        var lower = Vector512<double>.Zero;
        var upper = Vector512<double>.Zero;
        var i = 0;
        for (; i <= dimensions - 16; i += 16)
        {
            var (low, high) = Vector512.Widen(Vector512.Load(values + i));
            lower += low * low;
            upper += high * high;
        }

        var sum = LaneSums.Sum(lower + upper);
        for (; i < dimensions; i++)
        {
            sum += (double)values[i] * values[i];
        }

        return sum;
    }
}
