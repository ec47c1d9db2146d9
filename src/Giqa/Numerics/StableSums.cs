using System.Runtime.Intrinsics;

namespace Giqa.Numerics;

/// <summary>
/// Sums in float64 whose order depends on nothing but the length: eight lanes, the remainder in scalars. (The order in
/// <see cref="System.Numerics.Tensors.TensorPrimitives"/> depends on where the numbers lie in memory.)
/// </summary>
internal static class StableSums
{
    private const int Lanes = 8;

    internal static double Sum(ReadOnlySpan<double> values)
    {
        var sums = Vector512<double>.Zero;
        var i = 0;
        for (; i <= values.Length - Lanes; i += Lanes)
        {
            sums += Vector512.Create(values[i..]);
        }

        var sum = Vector512.Sum(sums);
        for (; i < values.Length; i++)
        {
            sum += values[i];
        }

        return sum;
    }

    internal static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sums = Vector512<double>.Zero;
        var i = 0;
        for (; i <= x.Length - Lanes; i += Lanes)
        {
            sums += Vector512.Create(x[i..]) * Vector512.Create(y[i..]);
        }

        var sum = Vector512.Sum(sums);
        for (; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    /// <summary>Sum of (scale v + 1)^3.</summary>
    internal static double SumOfCubes(ReadOnlySpan<double> values, double scale)
    {
        var sums = Vector512<double>.Zero;
        var factor = Vector512.Create(scale);
        var i = 0;
        for (; i <= values.Length - Lanes; i += Lanes)
        {
            var term = (Vector512.Create(values[i..]) * factor) + Vector512<double>.One;
            sums += term * term * term;
        }

        var sum = Vector512.Sum(sums);
        for (; i < values.Length; i++)
        {
            var term = (values[i] * scale) + 1.0;
            sum += term * term * term;
        }

        return sum;
    }

    /// <summary>Sum of (x - y)^2: the same bits with x and y swapped, since only the differences' signs turn.</summary>
    internal static double SquaredDistance(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var lower = Vector512<double>.Zero;
        var upper = Vector512<double>.Zero;
        var i = 0;
        for (; i <= x.Length - (2 * Lanes); i += 2 * Lanes)
        {
            var (xLower, xUpper) = Vector512.Widen(Vector512.Create(x[i..]));
            var (yLower, yUpper) = Vector512.Widen(Vector512.Create(y[i..]));
            lower += (xLower - yLower) * (xLower - yLower);
            upper += (xUpper - yUpper) * (xUpper - yUpper);
        }

        var sum = Vector512.Sum(lower + upper);
        for (; i < x.Length; i++)
        {
            var difference = (double)x[i] - y[i];
            sum += difference * difference;
        }

        return sum;
    }
}
