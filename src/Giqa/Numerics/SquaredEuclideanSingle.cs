using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Giqa.Numerics;

/// <summary>
/// |q - x|^2 from direct differences in float32 over 64 lanes for 256 columns, 16 beyond, which are added in float64: within 1e-6 relative at 2048
/// dimensions (typically 1e-7) at several times the speed of <see cref="SquaredEuclidean"/>; 0 exactly for equal vectors.
/// </summary>
internal readonly unsafe struct SquaredEuclideanSingle : IPairSums
{
    public static void Add(float* query, float* references, ReadOnlySpan<int> rows, int first, int width, float* sums)
    {
        if (width == IPairSums.Columns && Vector512.IsHardwareAccelerated)
        {
            AddWhole(query, references, rows, first, sums);
        }
        else
        {
            AddSome(query, references, rows, first, width, sums);
        }
    }

    /// <summary>What <see cref="AddSome"/> adds, sum by sum, with the query in sixteen registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddWhole(float* query, float* references, ReadOnlySpan<int> rows, int first, float* sums)
    {
        var q0 = Vector512.Load(query);
        var q1 = Vector512.Load(query + 16);
        var q2 = Vector512.Load(query + 32);
        var q3 = Vector512.Load(query + 48);
        var q4 = Vector512.Load(query + 64);
        var q5 = Vector512.Load(query + 80);
        var q6 = Vector512.Load(query + 96);
        var q7 = Vector512.Load(query + 112);
        var q8 = Vector512.Load(query + 128);
        var q9 = Vector512.Load(query + 144);
        var q10 = Vector512.Load(query + 160);
        var q11 = Vector512.Load(query + 176);
        var q12 = Vector512.Load(query + 192);
        var q13 = Vector512.Load(query + 208);
        var q14 = Vector512.Load(query + 224);
        var q15 = Vector512.Load(query + 240);
        foreach (var row in rows)
        {
            var x = references + ((row - first) * IPairSums.Columns);
            var a0 = AddSquare(q0, x, Vector512<float>.Zero);
            var a1 = AddSquare(q1, x + 16, Vector512<float>.Zero);
            var a2 = AddSquare(q2, x + 32, Vector512<float>.Zero);
            var a3 = AddSquare(q3, x + 48, Vector512<float>.Zero);
            a0 = AddSquare(q4, x + 64, a0);
            a1 = AddSquare(q5, x + 80, a1);
            a2 = AddSquare(q6, x + 96, a2);
            a3 = AddSquare(q7, x + 112, a3);
            a0 = AddSquare(q8, x + 128, a0);
            a1 = AddSquare(q9, x + 144, a1);
            a2 = AddSquare(q10, x + 160, a2);
            a3 = AddSquare(q11, x + 176, a3);
            a0 = AddSquare(q12, x + 192, a0);
            a1 = AddSquare(q13, x + 208, a1);
            a2 = AddSquare(q14, x + 224, a2);
            a3 = AddSquare(q15, x + 240, a3);
            (Vector512.Load(sums) + (a0 + a1 + (a2 + a3))).Store(sums);
            sums += 16;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddSome(float* query, float* references, ReadOnlySpan<int> rows, int first, int width, float* sums)
    {
        foreach (var row in rows)
        {
            var x = references + ((row - first) * width);
            var (a0, a1, a2, a3) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
            var i = 0;
            for (; i <= width - 64; i += 64)
            {
                a0 = AddSquare(Vector512.Load(query + i), x + i, a0);
                a1 = AddSquare(Vector512.Load(query + i + 16), x + i + 16, a1);
                a2 = AddSquare(Vector512.Load(query + i + 32), x + i + 32, a2);
                a3 = AddSquare(Vector512.Load(query + i + 48), x + i + 48, a3);
            }

            for (; i < width; i += 16)
            {
                a0 = AddSquare(Vector512.Load(query + i), x + i, a0);
            }

            (Vector512.Load(sums) + (a0 + a1 + (a2 + a3))).Store(sums);
            sums += 16;
        }
    }

    public static double Finish(float* sums, float* query, float* reference, int first, int dimensions)
    {
        var sum = LaneSums.Sum(Vector512.Load(sums));
        for (var i = first; i < dimensions; i++)
        {
            var difference = (double)query[i] - reference[i];
            sum += difference * difference;
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> AddSquare(Vector512<float> values, float* reference, Vector512<float> sum)
    {
        var difference = values - Vector512.Load(reference);
        return Vector512.FusedMultiplyAdd(difference, difference, sum);
    }
}
