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
        return Finish(query, reference, i, dimensions, sum);
    }

    public static void Between(float* query, float* references, ReadOnlySpan<int> rows, int dimensions, Span<double> distances)
    {
        var i = 0;
        for (; i <= rows.Length - 4; i += 4)
        {
            Four(
                query,
                references + ((long)rows[i] * dimensions),
                references + ((long)rows[i + 1] * dimensions),
                references + ((long)rows[i + 2] * dimensions),
                references + ((long)rows[i + 3] * dimensions),
                dimensions,
                distances[i..]);
        }

        IPairDistance.Each<SquaredEuclideanSingle>(query, references, rows[i..], dimensions, distances[i..]);
    }

    /// <summary>Four references share the loads of the query; every sum is taken as in the single one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(float* query, float* first, float* second, float* third, float* fourth, int dimensions, Span<double> distances)
    {
        var (a0, a1, a2, a3) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        var (b0, b1, b2, b3) = (a0, a0, a0, a0);
        var (c0, c1, c2, c3) = (a0, a0, a0, a0);
        var (d0, d1, d2, d3) = (a0, a0, a0, a0);
        var i = 0;
        for (; i <= dimensions - 64; i += 64)
        {
            var values = Vector512.Load(query + i);
            a0 = AddSquare(values, first + i, a0);
            b0 = AddSquare(values, second + i, b0);
            c0 = AddSquare(values, third + i, c0);
            d0 = AddSquare(values, fourth + i, d0);
            values = Vector512.Load(query + i + 16);
            a1 = AddSquare(values, first + i + 16, a1);
            b1 = AddSquare(values, second + i + 16, b1);
            c1 = AddSquare(values, third + i + 16, c1);
            d1 = AddSquare(values, fourth + i + 16, d1);
            values = Vector512.Load(query + i + 32);
            a2 = AddSquare(values, first + i + 32, a2);
            b2 = AddSquare(values, second + i + 32, b2);
            c2 = AddSquare(values, third + i + 32, c2);
            d2 = AddSquare(values, fourth + i + 32, d2);
            values = Vector512.Load(query + i + 48);
            a3 = AddSquare(values, first + i + 48, a3);
            b3 = AddSquare(values, second + i + 48, b3);
            c3 = AddSquare(values, third + i + 48, c3);
            d3 = AddSquare(values, fourth + i + 48, d3);
        }

        distances[0] = Finish(query, first, i, dimensions, LaneSums.Sum(a0) + LaneSums.Sum(a1) + (LaneSums.Sum(a2) + LaneSums.Sum(a3)));
        distances[1] = Finish(query, second, i, dimensions, LaneSums.Sum(b0) + LaneSums.Sum(b1) + (LaneSums.Sum(b2) + LaneSums.Sum(b3)));
        distances[2] = Finish(query, third, i, dimensions, LaneSums.Sum(c0) + LaneSums.Sum(c1) + (LaneSums.Sum(c2) + LaneSums.Sum(c3)));
        distances[3] = Finish(query, fourth, i, dimensions, LaneSums.Sum(d0) + LaneSums.Sum(d1) + (LaneSums.Sum(d2) + LaneSums.Sum(d3)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> AddSquare(Vector512<float> values, float* reference, Vector512<float> sum)
    {
        var difference = values - Vector512.Load(reference);
        return Vector512.FusedMultiplyAdd(difference, difference, sum);
    }

    private static double Finish(float* query, float* reference, int first, int dimensions, double sum)
    {
        for (var i = first; i < dimensions; i++)
        {
            var difference = (double)query[i] - reference[i];
            sum += difference * difference;
        }

        return sum;
    }
}
