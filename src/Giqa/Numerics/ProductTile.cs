using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Giqa.Numerics;

/// <summary>The innermost part of a matrix product: a tile of the result, summed in registers. Its shape is that of the registers.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal static unsafe class ProductTile<T>
    where T : unmanaged, INumber<T>
{
    private const int WideRows = 8;
    private const int NarrowRows = 4;

    internal static int Rows => Vector512.IsHardwareAccelerated ? WideRows : NarrowRows;

    internal static int Columns => 2 * (Vector512.IsHardwareAccelerated ? Vector512<T>.Count : Vector256<T>.Count);

    /// <summary>The products of two strips, summed over the depth.</summary>
    /// <param name="a">depth x <see cref="Rows"/>.</param>
    /// <param name="b">depth x <see cref="Columns"/>.</param>
    /// <param name="depth">The terms of each sum.</param>
    /// <param name="tile"><see cref="Rows"/> x <see cref="Columns"/>, overwritten.</param>
    internal static void Sum(T* a, T* b, int depth, T* tile)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            SumWide(a, b, depth, tile);
        }
        else
        {
            SumNarrow(a, b, depth, tile);
        }
    }

    private static void SumWide(T* a, T* b, int depth, T* tile)
    {
        Vector512<T> s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default, s30 = default, s31 = default;
        Vector512<T> s40 = default, s41 = default, s50 = default, s51 = default, s60 = default, s61 = default, s70 = default, s71 = default;
        for (var p = 0; p < depth; p++, a += WideRows, b += 2 * Vector512<T>.Count)
        {
            var (b0, b1) = (Vector512.Load(b), Vector512.Load(b + Vector512<T>.Count));
            var factor = Vector512.Create(a[0]);
            (s00, s01) = (Add(factor, b0, s00), Add(factor, b1, s01));
            factor = Vector512.Create(a[1]);
            (s10, s11) = (Add(factor, b0, s10), Add(factor, b1, s11));
            factor = Vector512.Create(a[2]);
            (s20, s21) = (Add(factor, b0, s20), Add(factor, b1, s21));
            factor = Vector512.Create(a[3]);
            (s30, s31) = (Add(factor, b0, s30), Add(factor, b1, s31));
            factor = Vector512.Create(a[4]);
            (s40, s41) = (Add(factor, b0, s40), Add(factor, b1, s41));
            factor = Vector512.Create(a[5]);
            (s50, s51) = (Add(factor, b0, s50), Add(factor, b1, s51));
            factor = Vector512.Create(a[6]);
            (s60, s61) = (Add(factor, b0, s60), Add(factor, b1, s61));
            factor = Vector512.Create(a[7]);
            (s70, s71) = (Add(factor, b0, s70), Add(factor, b1, s71));
        }

        s00.Store(tile);
        s01.Store(tile + Vector512<T>.Count);
        s10.Store(tile + (2 * Vector512<T>.Count));
        s11.Store(tile + (3 * Vector512<T>.Count));
        s20.Store(tile + (4 * Vector512<T>.Count));
        s21.Store(tile + (5 * Vector512<T>.Count));
        s30.Store(tile + (6 * Vector512<T>.Count));
        s31.Store(tile + (7 * Vector512<T>.Count));
        s40.Store(tile + (8 * Vector512<T>.Count));
        s41.Store(tile + (9 * Vector512<T>.Count));
        s50.Store(tile + (10 * Vector512<T>.Count));
        s51.Store(tile + (11 * Vector512<T>.Count));
        s60.Store(tile + (12 * Vector512<T>.Count));
        s61.Store(tile + (13 * Vector512<T>.Count));
        s70.Store(tile + (14 * Vector512<T>.Count));
        s71.Store(tile + (15 * Vector512<T>.Count));
    }

    private static void SumNarrow(T* a, T* b, int depth, T* tile)
    {
        Vector256<T> s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default, s30 = default, s31 = default;
        for (var p = 0; p < depth; p++, a += NarrowRows, b += 2 * Vector256<T>.Count)
        {
            var (b0, b1) = (Vector256.Load(b), Vector256.Load(b + Vector256<T>.Count));
            var factor = Vector256.Create(a[0]);
            (s00, s01) = (Add(factor, b0, s00), Add(factor, b1, s01));
            factor = Vector256.Create(a[1]);
            (s10, s11) = (Add(factor, b0, s10), Add(factor, b1, s11));
            factor = Vector256.Create(a[2]);
            (s20, s21) = (Add(factor, b0, s20), Add(factor, b1, s21));
            factor = Vector256.Create(a[3]);
            (s30, s31) = (Add(factor, b0, s30), Add(factor, b1, s31));
        }

        s00.Store(tile);
        s01.Store(tile + Vector256<T>.Count);
        s10.Store(tile + (2 * Vector256<T>.Count));
        s11.Store(tile + (3 * Vector256<T>.Count));
        s20.Store(tile + (4 * Vector256<T>.Count));
        s21.Store(tile + (5 * Vector256<T>.Count));
        s30.Store(tile + (6 * Vector256<T>.Count));
        s31.Store(tile + (7 * Vector256<T>.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Add(Vector512<T> factor, Vector512<T> values, Vector512<T> sum) =>
        typeof(T) == typeof(double)
            ? Vector512.MultiplyAddEstimate(factor.As<T, double>(), values.As<T, double>(), sum.As<T, double>()).As<double, T>()
            : Vector512.MultiplyAddEstimate(factor.As<T, float>(), values.As<T, float>(), sum.As<T, float>()).As<float, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Add(Vector256<T> factor, Vector256<T> values, Vector256<T> sum) =>
        typeof(T) == typeof(double)
            ? Vector256.MultiplyAddEstimate(factor.As<T, double>(), values.As<T, double>(), sum.As<T, double>()).As<double, T>()
            : Vector256.MultiplyAddEstimate(factor.As<T, float>(), values.As<T, float>(), sum.As<T, float>()).As<float, T>();
}
