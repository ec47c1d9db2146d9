using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Giqa.Numerics;

/// <summary>
/// Sum of |q - x + 1e-6| from direct differences in float32 over 32 lanes for 256 columns, 16 beyond, which are added in float64: within 1e-5 relative at
/// 2048 dimensions (typically 1e-7) at several times the speed of <see cref="ShiftedManhattan"/>.
/// </summary>
internal readonly unsafe struct ShiftedManhattanSingle : IPairSums
{
    private const float Shift = (float)ShiftedManhattan.Shift;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* query, float* references, ReadOnlySpan<int> rows, int first, int width, float* sums)
    {
        var shifts = Vector512.Create(Shift);
        for (var row = 0; row < rows.Length; row++, sums += 16)
        {
            var x = references + ((rows[row] - first) * width);
            var (even, odd) = (Vector512<float>.Zero, Vector512<float>.Zero);
            var i = 0;
            for (; i <= width - 32; i += 32)
            {
                even += Vector512.Abs(Vector512.Load(query + i) - Vector512.Load(x + i) + shifts);
                odd += Vector512.Abs(Vector512.Load(query + i + 16) - Vector512.Load(x + i + 16) + shifts);
            }

            for (; i < width; i += 16)
            {
                even += Vector512.Abs(Vector512.Load(query + i) - Vector512.Load(x + i) + shifts);
            }

            (Vector512.Load(sums) + (even + odd)).Store(sums);
        }
    }

    public static double Finish(float* sums, float* query, float* reference, int first, int dimensions)
    {
        var sum = LaneSums.Sum(Vector512.Load(sums));
        for (var i = first; i < dimensions; i++)
        {
            sum += Math.Abs((double)query[i] - reference[i] + ShiftedManhattan.Shift);
        }

        return sum;
    }
}
