using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Giqa.Numerics;

/// <summary>
/// Sum of |q - x + 1e-6| from direct differences in float32 over 32 lanes, which are added in float64: within 1e-5 relative at
/// 2048 dimensions (typically 1e-7) at several times the speed of <see cref="ShiftedManhattan"/>.
/// </summary>
internal readonly unsafe struct ShiftedManhattanSingle : IPairDistance
{
    private const float Shift = (float)ShiftedManhattan.Shift;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Between(float* query, float* reference, int dimensions)
    {
        var shifts = Vector512.Create(Shift);
        var (even, odd) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var i = 0;
        for (; i <= dimensions - 32; i += 32)
        {
            even += Vector512.Abs(Vector512.Load(query + i) - Vector512.Load(reference + i) + shifts);
            odd += Vector512.Abs(Vector512.Load(query + i + 16) - Vector512.Load(reference + i + 16) + shifts);
        }

        return LaneSums.Sum(even) + LaneSums.Sum(odd) + Rest(query, reference, i, dimensions);
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

        IPairDistance.Each<ShiftedManhattanSingle>(query, references, rows[i..], dimensions, distances[i..]);
    }

    /// <summary>Four references share the loads of the query; every sum is taken as in the single one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(float* query, float* first, float* second, float* third, float* fourth, int dimensions, Span<double> distances)
    {
        var shifts = Vector512.Create(Shift);
        var (a0, b0, c0, d0) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        var (a1, b1, c1, d1) = (a0, a0, a0, a0);
        var i = 0;
        for (; i <= dimensions - 32; i += 32)
        {
            var values = Vector512.Load(query + i);
            a0 += Vector512.Abs(values - Vector512.Load(first + i) + shifts);
            b0 += Vector512.Abs(values - Vector512.Load(second + i) + shifts);
            c0 += Vector512.Abs(values - Vector512.Load(third + i) + shifts);
            d0 += Vector512.Abs(values - Vector512.Load(fourth + i) + shifts);
            values = Vector512.Load(query + i + 16);
            a1 += Vector512.Abs(values - Vector512.Load(first + i + 16) + shifts);
            b1 += Vector512.Abs(values - Vector512.Load(second + i + 16) + shifts);
            c1 += Vector512.Abs(values - Vector512.Load(third + i + 16) + shifts);
            d1 += Vector512.Abs(values - Vector512.Load(fourth + i + 16) + shifts);
        }

        distances[0] = LaneSums.Sum(a0) + LaneSums.Sum(a1) + Rest(query, first, i, dimensions);
        distances[1] = LaneSums.Sum(b0) + LaneSums.Sum(b1) + Rest(query, second, i, dimensions);
        distances[2] = LaneSums.Sum(c0) + LaneSums.Sum(c1) + Rest(query, third, i, dimensions);
        distances[3] = LaneSums.Sum(d0) + LaneSums.Sum(d1) + Rest(query, fourth, i, dimensions);
    }

    private static double Rest(float* query, float* reference, int first, int dimensions)
    {
        double sum = 0;
        for (var i = first; i < dimensions; i++)
        {
            sum += Math.Abs((double)query[i] - reference[i] + ShiftedManhattan.Shift);
        }

        return sum;
    }
}
