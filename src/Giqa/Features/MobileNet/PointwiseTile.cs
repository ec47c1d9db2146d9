using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Giqa.Features.MobileNet;

/// <summary>Seven pixels by 16, 32 or 48 outputs of a <see cref="PointwiseLayer"/>, whose sums stay in registers.</summary>
/// <remarks>Written out, because the compiler keeps variables in registers, not the elements of arrays.</remarks>
/// <param name="source">The first pixel's inputs.</param>
/// <param name="step">From one pixel's inputs to the next one's.</param>
/// <param name="segments">Runs of a pixel's inputs.</param>
/// <param name="length">Inputs in each.</param>
/// <param name="jump">From the end of one run to the next.</param>
/// <param name="kernel">The weights of all outputs for the first input, then for the next.</param>
/// <param name="bias">What the sums start from.</param>
/// <param name="target">The first pixel's outputs.</param>
/// <param name="stride">From one pixel's outputs to the next one's.</param>
/// <param name="residual">What is added to the first pixel's outputs, or null.</param>
internal readonly unsafe struct PointwiseTile(
    float* source, int step, int segments, int length, int jump, float* kernel, float* bias, float* target, int stride, float* residual)
{
    /// <summary>The tile for 16 outputs.</summary>
    /// <param name="low">What smaller outputs are raised to.</param>
    /// <param name="high">What larger ones are lowered to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Run1(Vector512<float> low, Vector512<float> high)
    {
        var weights = kernel;
        float* p0 = source, p1 = p0 + step, p2 = p1 + step, p3 = p2 + step, p4 = p3 + step, p5 = p4 + step, p6 = p5 + step;
        var x0 = Vector512.Load(bias);
        var (x1, x2, x3, x4, x5, x6) = (x0, x0, x0, x0, x0, x0);
        for (var segment = 0; segment < segments; segment++)
        {
            for (var end = p0 + length; p0 < end; p0++)
            {
                var a = Vector512.Load(weights);
                var input = Vector512.Create(*p0);
                x0 = Avx512F.FusedMultiplyAdd(input, a, x0);
                input = Vector512.Create(*p1++);
                x1 = Avx512F.FusedMultiplyAdd(input, a, x1);
                input = Vector512.Create(*p2++);
                x2 = Avx512F.FusedMultiplyAdd(input, a, x2);
                input = Vector512.Create(*p3++);
                x3 = Avx512F.FusedMultiplyAdd(input, a, x3);
                input = Vector512.Create(*p4++);
                x4 = Avx512F.FusedMultiplyAdd(input, a, x4);
                input = Vector512.Create(*p5++);
                x5 = Avx512F.FusedMultiplyAdd(input, a, x5);
                input = Vector512.Create(*p6++);
                x6 = Avx512F.FusedMultiplyAdd(input, a, x6);
                weights += 16;
            }

            p0 += jump;
            p1 += jump;
            p2 += jump;
            p3 += jump;
            p4 += jump;
            p5 += jump;
            p6 += jump;
        }

        if (residual is not null)
        {
            x0 += Vector512.Load(residual);
            x1 += Vector512.Load(residual + stride);
            x2 += Vector512.Load(residual + (2 * stride));
            x3 += Vector512.Load(residual + (3 * stride));
            x4 += Vector512.Load(residual + (4 * stride));
            x5 += Vector512.Load(residual + (5 * stride));
            x6 += Vector512.Load(residual + (6 * stride));
        }

        Vector512.Min(Vector512.Max(x0, low), high).Store(target);
        Vector512.Min(Vector512.Max(x1, low), high).Store(target + stride);
        Vector512.Min(Vector512.Max(x2, low), high).Store(target + (2 * stride));
        Vector512.Min(Vector512.Max(x3, low), high).Store(target + (3 * stride));
        Vector512.Min(Vector512.Max(x4, low), high).Store(target + (4 * stride));
        Vector512.Min(Vector512.Max(x5, low), high).Store(target + (5 * stride));
        Vector512.Min(Vector512.Max(x6, low), high).Store(target + (6 * stride));
    }

    /// <summary>The tile for 32 outputs.</summary>
    /// <param name="low">What smaller outputs are raised to.</param>
    /// <param name="high">What larger ones are lowered to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Run2(Vector512<float> low, Vector512<float> high)
    {
        var weights = kernel;
        float* p0 = source, p1 = p0 + step, p2 = p1 + step, p3 = p2 + step, p4 = p3 + step, p5 = p4 + step, p6 = p5 + step;
        var x0 = Vector512.Load(bias);
        var (x1, x2, x3, x4, x5, x6) = (x0, x0, x0, x0, x0, x0);
        var y0 = Vector512.Load(bias + 16);
        var (y1, y2, y3, y4, y5, y6) = (y0, y0, y0, y0, y0, y0);
        for (var segment = 0; segment < segments; segment++)
        {
            for (var end = p0 + length; p0 < end; p0++)
            {
                var a = Vector512.Load(weights);
                var b = Vector512.Load(weights + 16);
                var input = Vector512.Create(*p0);
                x0 = Avx512F.FusedMultiplyAdd(input, a, x0);
                y0 = Avx512F.FusedMultiplyAdd(input, b, y0);
                input = Vector512.Create(*p1++);
                x1 = Avx512F.FusedMultiplyAdd(input, a, x1);
                y1 = Avx512F.FusedMultiplyAdd(input, b, y1);
                input = Vector512.Create(*p2++);
                x2 = Avx512F.FusedMultiplyAdd(input, a, x2);
                y2 = Avx512F.FusedMultiplyAdd(input, b, y2);
                input = Vector512.Create(*p3++);
                x3 = Avx512F.FusedMultiplyAdd(input, a, x3);
                y3 = Avx512F.FusedMultiplyAdd(input, b, y3);
                input = Vector512.Create(*p4++);
                x4 = Avx512F.FusedMultiplyAdd(input, a, x4);
                y4 = Avx512F.FusedMultiplyAdd(input, b, y4);
                input = Vector512.Create(*p5++);
                x5 = Avx512F.FusedMultiplyAdd(input, a, x5);
                y5 = Avx512F.FusedMultiplyAdd(input, b, y5);
                input = Vector512.Create(*p6++);
                x6 = Avx512F.FusedMultiplyAdd(input, a, x6);
                y6 = Avx512F.FusedMultiplyAdd(input, b, y6);
                weights += 32;
            }

            p0 += jump;
            p1 += jump;
            p2 += jump;
            p3 += jump;
            p4 += jump;
            p5 += jump;
            p6 += jump;
        }

        if (residual is not null)
        {
            x0 += Vector512.Load(residual);
            y0 += Vector512.Load(residual + 16);
            x1 += Vector512.Load(residual + stride);
            y1 += Vector512.Load(residual + stride + 16);
            x2 += Vector512.Load(residual + (2 * stride));
            y2 += Vector512.Load(residual + (2 * stride) + 16);
            x3 += Vector512.Load(residual + (3 * stride));
            y3 += Vector512.Load(residual + (3 * stride) + 16);
            x4 += Vector512.Load(residual + (4 * stride));
            y4 += Vector512.Load(residual + (4 * stride) + 16);
            x5 += Vector512.Load(residual + (5 * stride));
            y5 += Vector512.Load(residual + (5 * stride) + 16);
            x6 += Vector512.Load(residual + (6 * stride));
            y6 += Vector512.Load(residual + (6 * stride) + 16);
        }

        Vector512.Min(Vector512.Max(x0, low), high).Store(target);
        Vector512.Min(Vector512.Max(y0, low), high).Store(target + 16);
        Vector512.Min(Vector512.Max(x1, low), high).Store(target + stride);
        Vector512.Min(Vector512.Max(y1, low), high).Store(target + stride + 16);
        Vector512.Min(Vector512.Max(x2, low), high).Store(target + (2 * stride));
        Vector512.Min(Vector512.Max(y2, low), high).Store(target + (2 * stride) + 16);
        Vector512.Min(Vector512.Max(x3, low), high).Store(target + (3 * stride));
        Vector512.Min(Vector512.Max(y3, low), high).Store(target + (3 * stride) + 16);
        Vector512.Min(Vector512.Max(x4, low), high).Store(target + (4 * stride));
        Vector512.Min(Vector512.Max(y4, low), high).Store(target + (4 * stride) + 16);
        Vector512.Min(Vector512.Max(x5, low), high).Store(target + (5 * stride));
        Vector512.Min(Vector512.Max(y5, low), high).Store(target + (5 * stride) + 16);
        Vector512.Min(Vector512.Max(x6, low), high).Store(target + (6 * stride));
        Vector512.Min(Vector512.Max(y6, low), high).Store(target + (6 * stride) + 16);
    }

    /// <summary>The tile for 48 outputs.</summary>
    /// <param name="low">What smaller outputs are raised to.</param>
    /// <param name="high">What larger ones are lowered to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Run3(Vector512<float> low, Vector512<float> high)
    {
        var weights = kernel;
        float* p0 = source, p1 = p0 + step, p2 = p1 + step, p3 = p2 + step, p4 = p3 + step, p5 = p4 + step, p6 = p5 + step;
        var x0 = Vector512.Load(bias);
        var (x1, x2, x3, x4, x5, x6) = (x0, x0, x0, x0, x0, x0);
        var y0 = Vector512.Load(bias + 16);
        var (y1, y2, y3, y4, y5, y6) = (y0, y0, y0, y0, y0, y0);
        var z0 = Vector512.Load(bias + 32);
        var (z1, z2, z3, z4, z5, z6) = (z0, z0, z0, z0, z0, z0);
        for (var segment = 0; segment < segments; segment++)
        {
            for (var end = p0 + length; p0 < end; p0++)
            {
                var a = Vector512.Load(weights);
                var b = Vector512.Load(weights + 16);
                var c = Vector512.Load(weights + 32);
                var input = Vector512.Create(*p0);
                x0 = Avx512F.FusedMultiplyAdd(input, a, x0);
                y0 = Avx512F.FusedMultiplyAdd(input, b, y0);
                z0 = Avx512F.FusedMultiplyAdd(input, c, z0);
                input = Vector512.Create(*p1++);
                x1 = Avx512F.FusedMultiplyAdd(input, a, x1);
                y1 = Avx512F.FusedMultiplyAdd(input, b, y1);
                z1 = Avx512F.FusedMultiplyAdd(input, c, z1);
                input = Vector512.Create(*p2++);
                x2 = Avx512F.FusedMultiplyAdd(input, a, x2);
                y2 = Avx512F.FusedMultiplyAdd(input, b, y2);
                z2 = Avx512F.FusedMultiplyAdd(input, c, z2);
                input = Vector512.Create(*p3++);
                x3 = Avx512F.FusedMultiplyAdd(input, a, x3);
                y3 = Avx512F.FusedMultiplyAdd(input, b, y3);
                z3 = Avx512F.FusedMultiplyAdd(input, c, z3);
                input = Vector512.Create(*p4++);
                x4 = Avx512F.FusedMultiplyAdd(input, a, x4);
                y4 = Avx512F.FusedMultiplyAdd(input, b, y4);
                z4 = Avx512F.FusedMultiplyAdd(input, c, z4);
                input = Vector512.Create(*p5++);
                x5 = Avx512F.FusedMultiplyAdd(input, a, x5);
                y5 = Avx512F.FusedMultiplyAdd(input, b, y5);
                z5 = Avx512F.FusedMultiplyAdd(input, c, z5);
                input = Vector512.Create(*p6++);
                x6 = Avx512F.FusedMultiplyAdd(input, a, x6);
                y6 = Avx512F.FusedMultiplyAdd(input, b, y6);
                z6 = Avx512F.FusedMultiplyAdd(input, c, z6);
                weights += 48;
            }

            p0 += jump;
            p1 += jump;
            p2 += jump;
            p3 += jump;
            p4 += jump;
            p5 += jump;
            p6 += jump;
        }

        if (residual is not null)
        {
            x0 += Vector512.Load(residual);
            y0 += Vector512.Load(residual + 16);
            z0 += Vector512.Load(residual + 32);
            x1 += Vector512.Load(residual + stride);
            y1 += Vector512.Load(residual + stride + 16);
            z1 += Vector512.Load(residual + stride + 32);
            x2 += Vector512.Load(residual + (2 * stride));
            y2 += Vector512.Load(residual + (2 * stride) + 16);
            z2 += Vector512.Load(residual + (2 * stride) + 32);
            x3 += Vector512.Load(residual + (3 * stride));
            y3 += Vector512.Load(residual + (3 * stride) + 16);
            z3 += Vector512.Load(residual + (3 * stride) + 32);
            x4 += Vector512.Load(residual + (4 * stride));
            y4 += Vector512.Load(residual + (4 * stride) + 16);
            z4 += Vector512.Load(residual + (4 * stride) + 32);
            x5 += Vector512.Load(residual + (5 * stride));
            y5 += Vector512.Load(residual + (5 * stride) + 16);
            z5 += Vector512.Load(residual + (5 * stride) + 32);
            x6 += Vector512.Load(residual + (6 * stride));
            y6 += Vector512.Load(residual + (6 * stride) + 16);
            z6 += Vector512.Load(residual + (6 * stride) + 32);
        }

        Vector512.Min(Vector512.Max(x0, low), high).Store(target);
        Vector512.Min(Vector512.Max(y0, low), high).Store(target + 16);
        Vector512.Min(Vector512.Max(z0, low), high).Store(target + 32);
        Vector512.Min(Vector512.Max(x1, low), high).Store(target + stride);
        Vector512.Min(Vector512.Max(y1, low), high).Store(target + stride + 16);
        Vector512.Min(Vector512.Max(z1, low), high).Store(target + stride + 32);
        Vector512.Min(Vector512.Max(x2, low), high).Store(target + (2 * stride));
        Vector512.Min(Vector512.Max(y2, low), high).Store(target + (2 * stride) + 16);
        Vector512.Min(Vector512.Max(z2, low), high).Store(target + (2 * stride) + 32);
        Vector512.Min(Vector512.Max(x3, low), high).Store(target + (3 * stride));
        Vector512.Min(Vector512.Max(y3, low), high).Store(target + (3 * stride) + 16);
        Vector512.Min(Vector512.Max(z3, low), high).Store(target + (3 * stride) + 32);
        Vector512.Min(Vector512.Max(x4, low), high).Store(target + (4 * stride));
        Vector512.Min(Vector512.Max(y4, low), high).Store(target + (4 * stride) + 16);
        Vector512.Min(Vector512.Max(z4, low), high).Store(target + (4 * stride) + 32);
        Vector512.Min(Vector512.Max(x5, low), high).Store(target + (5 * stride));
        Vector512.Min(Vector512.Max(y5, low), high).Store(target + (5 * stride) + 16);
        Vector512.Min(Vector512.Max(z5, low), high).Store(target + (5 * stride) + 32);
        Vector512.Min(Vector512.Max(x6, low), high).Store(target + (6 * stride));
        Vector512.Min(Vector512.Max(y6, low), high).Store(target + (6 * stride) + 16);
        Vector512.Min(Vector512.Max(z6, low), high).Store(target + (6 * stride) + 32);
    }
}
