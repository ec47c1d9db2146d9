using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Giqa.Numerics;

/// <summary>
/// Short loops over rows of doubles. Written out, since the order of a sum must not depend on where the row lies in
/// memory, as it does in <see cref="System.Numerics.Tensors.TensorPrimitives"/>: eight lanes, the remainder in scalars.
/// Compiled in full at once: vector types are a hundred times slower before the runtime has found out that a loop is hot.
/// </summary>
internal static unsafe class VectorKernels
{
    private const int Lanes = 8;

    /// <summary>destination = x - y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Subtract(double* x, double* y, double* destination, int length)
    {
        var i = 0;
        for (; i <= length - Lanes; i += Lanes)
        {
            (Vector512.Load(x + i) - Vector512.Load(y + i)).Store(destination + i);
        }

        for (; i < length; i++)
        {
            destination[i] = x[i] - y[i];
        }
    }

    /// <summary>destination = x - y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Subtract(float* x, double* y, double* destination, int length)
    {
        var i = 0;
        for (; i <= length - (2 * Lanes); i += 2 * Lanes)
        {
            var (low, high) = Vector512.Widen(Vector512.Load(x + i));
            (low - Vector512.Load(y + i)).Store(destination + i);
            (high - Vector512.Load(y + i + Lanes)).Store(destination + i + Lanes);
        }

        for (; i < length; i++)
        {
            destination[i] = x[i] - y[i];
        }
    }

    /// <summary>destination += x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Add(float* x, double* destination, int length)
    {
        var i = 0;
        for (; i <= length - (2 * Lanes); i += 2 * Lanes)
        {
            var (low, high) = Vector512.Widen(Vector512.Load(x + i));
            (low + Vector512.Load(destination + i)).Store(destination + i);
            (high + Vector512.Load(destination + i + Lanes)).Store(destination + i + Lanes);
        }

        for (; i < length; i++)
        {
            destination[i] += x[i];
        }
    }

    /// <summary>destination += factor * x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddScaled(double factor, double* x, double* destination, int length)
    {
        var factors = Vector512.Create(factor);
        var i = 0;
        for (; i <= length - Lanes; i += Lanes)
        {
            Vector512.FusedMultiplyAdd(factors, Vector512.Load(x + i), Vector512.Load(destination + i)).Store(destination + i);
        }

        for (; i < length; i++)
        {
            destination[i] = Math.FusedMultiplyAdd(factor, x[i], destination[i]);
        }
    }

    /// <summary>destination = factor * x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Scale(double factor, double* x, double* destination, int length)
    {
        var factors = Vector512.Create(factor);
        var i = 0;
        for (; i <= length - Lanes; i += Lanes)
        {
            (factors * Vector512.Load(x + i)).Store(destination + i);
        }

        for (; i < length; i++)
        {
            destination[i] = factor * x[i];
        }
    }

    /// <summary>destination = factor * (x - y).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SubtractScaled(double factor, double* x, double* y, double* destination, int length)
    {
        var factors = Vector512.Create(factor);
        var i = 0;
        for (; i <= length - Lanes; i += Lanes)
        {
            (factors * (Vector512.Load(x + i) - Vector512.Load(y + i))).Store(destination + i);
        }

        for (; i < length; i++)
        {
            destination[i] = factor * (x[i] - y[i]);
        }
    }

    /// <summary>destination += factor * (x - y)^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddScaledSquares(double factor, double* x, double* y, double* destination, int length)
    {
        var factors = Vector512.Create(factor);
        var i = 0;
        for (; i <= length - Lanes; i += Lanes)
        {
            var difference = Vector512.Load(x + i) - Vector512.Load(y + i);
            Vector512.FusedMultiplyAdd(factors * difference, difference, Vector512.Load(destination + i)).Store(destination + i);
        }

        for (; i < length; i++)
        {
            var difference = x[i] - y[i];
            destination[i] = Math.FusedMultiplyAdd(factor * difference, difference, destination[i]);
        }
    }

    /// <summary>first += factor * (x - y), second += factor * (x - y)^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddScaledMoments(double factor, double* x, double* y, double* first, double* second, int length)
    {
        var factors = Vector512.Create(factor);
        var i = 0;
        for (; i <= length - Lanes; i += Lanes)
        {
            var difference = Vector512.Load(x + i) - Vector512.Load(y + i);
            var scaled = factors * difference;
            (Vector512.Load(first + i) + scaled).Store(first + i);
            Vector512.FusedMultiplyAdd(scaled, difference, Vector512.Load(second + i)).Store(second + i);
        }

        for (; i < length; i++)
        {
            var difference = x[i] - y[i];
            first[i] += factor * difference;
            second[i] = Math.FusedMultiplyAdd(factor * difference, difference, second[i]);
        }
    }

    /// <summary>destination += factor * (x - y); returns the sum of (x - y)^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double AddScaledDifference(double factor, double* x, double* y, double* destination, int length)
    {
        var factors = Vector512.Create(factor);
        var squares = Vector512<double>.Zero;
        var i = 0;
        for (; i <= length - Lanes; i += Lanes)
        {
            var difference = Vector512.Load(x + i) - Vector512.Load(y + i);
            Vector512.FusedMultiplyAdd(factors, difference, Vector512.Load(destination + i)).Store(destination + i);
            squares = Vector512.FusedMultiplyAdd(difference, difference, squares);
        }

        var sum = Vector512.Sum(squares);
        for (; i < length; i++)
        {
            var difference = x[i] - y[i];
            destination[i] = Math.FusedMultiplyAdd(factor, difference, destination[i]);
            sum = Math.FusedMultiplyAdd(difference, difference, sum);
        }

        return sum;
    }

    /// <summary>destination = factor * (x - y), rounded to float32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void CentreToSingle(double* x, double* y, double factor, float* destination, int length)
    {
        var factors = Vector512.Create(factor);
        var i = 0;
        for (; i <= length - (2 * Lanes); i += 2 * Lanes)
        {
            var low = factors * (Vector512.Load(x + i) - Vector512.Load(y + i));
            var high = factors * (Vector512.Load(x + i + Lanes) - Vector512.Load(y + i + Lanes));
            Vector512.Narrow(low, high).Store(destination + i);
        }

        for (; i < length; i++)
        {
            destination[i] = (float)(factor * (x[i] - y[i]));
        }
    }

    /// <summary>x = (x - mean) / scale, in float64 and rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Standardize(float* x, double* mean, double* scale, int length)
    {
        var i = 0;
        for (; i <= length - (2 * Lanes); i += 2 * Lanes)
        {
            var (low, high) = Vector512.Widen(Vector512.Load(x + i));
            low = (low - Vector512.Load(mean + i)) / Vector512.Load(scale + i);
            high = (high - Vector512.Load(mean + i + Lanes)) / Vector512.Load(scale + i + Lanes);
            Vector512.Narrow(low, high).Store(x + i);
        }

        for (; i < length; i++)
        {
            x[i] = (float)((x[i] - mean[i]) / scale[i]);
        }
    }

    /// <summary>x = the square root of |x|, with the sign of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void TakeSignedRoots(float* x, int length)
    {
        var sign = Vector512.Create(-0f);
        var i = 0;
        for (; i <= length - (2 * Lanes); i += 2 * Lanes)
        {
            var value = Vector512.Load(x + i);
            (Vector512.Sqrt(Vector512.AndNot(value, sign)) | (value & sign)).Store(x + i);
        }

        for (; i < length; i++)
        {
            x[i] = MathF.CopySign(MathF.Sqrt(MathF.Abs(x[i])), x[i]);
        }
    }

    /// <summary>Sum of x^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double SumOfSquares(double* x, int length)
    {
        var even = Vector512<double>.Zero;
        var odd = Vector512<double>.Zero;
        var i = 0;
        for (; i <= length - (2 * Lanes); i += 2 * Lanes)
        {
            var first = Vector512.Load(x + i);
            var second = Vector512.Load(x + i + Lanes);
            even = Vector512.FusedMultiplyAdd(first, first, even);
            odd = Vector512.FusedMultiplyAdd(second, second, odd);
        }

        var sum = Vector512.Sum(even + odd);
        for (; i < length; i++)
        {
            sum = Math.FusedMultiplyAdd(x[i], x[i], sum);
        }

        return sum;
    }

    /// <summary>Sum of (x - y)^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double SquaredDistance(double* x, double* y, int length)
    {
        var even = Vector512<double>.Zero;
        var odd = Vector512<double>.Zero;
        var i = 0;
        for (; i <= length - (2 * Lanes); i += 2 * Lanes)
        {
            var first = Vector512.Load(x + i) - Vector512.Load(y + i);
            var second = Vector512.Load(x + i + Lanes) - Vector512.Load(y + i + Lanes);
            even = Vector512.FusedMultiplyAdd(first, first, even);
            odd = Vector512.FusedMultiplyAdd(second, second, odd);
        }

        var sum = Vector512.Sum(even + odd);
        for (; i < length; i++)
        {
            var difference = x[i] - y[i];
            sum = Math.FusedMultiplyAdd(difference, difference, sum);
        }

        return sum;
    }

    /// <summary>Sum of ((x - y) * scale)^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double ScaledSquaredDistance(double* x, double* y, double* scale, int length)
    {
        var even = Vector512<double>.Zero;
        var odd = Vector512<double>.Zero;
        var i = 0;
        for (; i <= length - (2 * Lanes); i += 2 * Lanes)
        {
            var first = (Vector512.Load(x + i) - Vector512.Load(y + i)) * Vector512.Load(scale + i);
            var second = (Vector512.Load(x + i + Lanes) - Vector512.Load(y + i + Lanes)) * Vector512.Load(scale + i + Lanes);
            even = Vector512.FusedMultiplyAdd(first, first, even);
            odd = Vector512.FusedMultiplyAdd(second, second, odd);
        }

        var sum = Vector512.Sum(even + odd);
        for (; i < length; i++)
        {
            var difference = (x[i] - y[i]) * scale[i];
            sum = Math.FusedMultiplyAdd(difference, difference, sum);
        }

        return sum;
    }
}
