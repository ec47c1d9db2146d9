using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Giqa.Numerics;

/// <summary>
/// |q - x|^2 from direct differences in float32 over 64 lanes, which are added in float64: within 1e-6 relative at 2048
/// dimensions (typically 1e-7) at twice the speed of <see cref="SquaredEuclidean"/>; 0 exactly for equal vectors.
/// </summary>
internal readonly unsafe struct SquaredEuclideanSingle : IPairDistance
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Between(float* query, float* reference, int dimensions)
    {
        var (a, b, c, d) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        var i = 0;
        for (; i <= dimensions - 64; i += 64)
        {
            var first = Vector512.Load(query + i) - Vector512.Load(reference + i);
            var second = Vector512.Load(query + i + 16) - Vector512.Load(reference + i + 16);
            var third = Vector512.Load(query + i + 32) - Vector512.Load(reference + i + 32);
            var fourth = Vector512.Load(query + i + 48) - Vector512.Load(reference + i + 48);
            a = Vector512.FusedMultiplyAdd(first, first, a);
            b = Vector512.FusedMultiplyAdd(second, second, b);
            c = Vector512.FusedMultiplyAdd(third, third, c);
            d = Vector512.FusedMultiplyAdd(fourth, fourth, d);
        }

        var sum = LaneSums.Sum(a) + LaneSums.Sum(b) + (LaneSums.Sum(c) + LaneSums.Sum(d));
        for (; i < dimensions; i++)
        {
            var difference = (double)query[i] - reference[i];
            sum += difference * difference;
        }

        return sum;
    }
}
