using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Giqa.Features.MobileNet;

/// <summary>Seven outputs of a <see cref="DepthwiseLayer"/>: each pixel is read once for all outputs that it is part of.</summary>
/// <param name="above">The first of three rows.</param>
/// <param name="middle">The second.</param>
/// <param name="below">The third.</param>
/// <param name="channels">The numbers of a pixel.</param>
/// <param name="kernel">Nine weights, each for all channels.</param>
/// <param name="bias">What the sums start from.</param>
/// <param name="target">The first output.</param>
internal readonly unsafe struct DepthwiseTile(float* above, float* middle, float* below, int channels, float* kernel, float* bias, float* target)
{
    private const int Lanes = 16;

    /// <summary>The tile for stride 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Run1()
    {
        var six = Vector512.Create(6f);
        for (var first = 0; first < channels; first += Lanes)
        {
            var s0 = Vector512.Load(bias + first);
            var (s1, s2, s3, s4, s5, s6) = (s0, s0, s0, s0, s0, s0);
            var (a, b, c) = (Weights(0, first), Weights(1, first), Weights(2, first));
            var source = above + first;
            var pixel = Vector512.Load(source);
            s0 = Avx512F.FusedMultiplyAdd(pixel, a, s0);
            pixel = Vector512.Load(source + channels);
            s0 = Avx512F.FusedMultiplyAdd(pixel, b, s0);
            s1 = Avx512F.FusedMultiplyAdd(pixel, a, s1);
            pixel = Vector512.Load(source + (2 * channels));
            s0 = Avx512F.FusedMultiplyAdd(pixel, c, s0);
            s1 = Avx512F.FusedMultiplyAdd(pixel, b, s1);
            s2 = Avx512F.FusedMultiplyAdd(pixel, a, s2);
            pixel = Vector512.Load(source + (3 * channels));
            s1 = Avx512F.FusedMultiplyAdd(pixel, c, s1);
            s2 = Avx512F.FusedMultiplyAdd(pixel, b, s2);
            s3 = Avx512F.FusedMultiplyAdd(pixel, a, s3);
            pixel = Vector512.Load(source + (4 * channels));
            s2 = Avx512F.FusedMultiplyAdd(pixel, c, s2);
            s3 = Avx512F.FusedMultiplyAdd(pixel, b, s3);
            s4 = Avx512F.FusedMultiplyAdd(pixel, a, s4);
            pixel = Vector512.Load(source + (5 * channels));
            s3 = Avx512F.FusedMultiplyAdd(pixel, c, s3);
            s4 = Avx512F.FusedMultiplyAdd(pixel, b, s4);
            s5 = Avx512F.FusedMultiplyAdd(pixel, a, s5);
            pixel = Vector512.Load(source + (6 * channels));
            s4 = Avx512F.FusedMultiplyAdd(pixel, c, s4);
            s5 = Avx512F.FusedMultiplyAdd(pixel, b, s5);
            s6 = Avx512F.FusedMultiplyAdd(pixel, a, s6);
            pixel = Vector512.Load(source + (7 * channels));
            s5 = Avx512F.FusedMultiplyAdd(pixel, c, s5);
            s6 = Avx512F.FusedMultiplyAdd(pixel, b, s6);
            pixel = Vector512.Load(source + (8 * channels));
            s6 = Avx512F.FusedMultiplyAdd(pixel, c, s6);
            (a, b, c) = (Weights(3, first), Weights(4, first), Weights(5, first));
            source = middle + first;
            pixel = Vector512.Load(source);
            s0 = Avx512F.FusedMultiplyAdd(pixel, a, s0);
            pixel = Vector512.Load(source + channels);
            s0 = Avx512F.FusedMultiplyAdd(pixel, b, s0);
            s1 = Avx512F.FusedMultiplyAdd(pixel, a, s1);
            pixel = Vector512.Load(source + (2 * channels));
            s0 = Avx512F.FusedMultiplyAdd(pixel, c, s0);
            s1 = Avx512F.FusedMultiplyAdd(pixel, b, s1);
            s2 = Avx512F.FusedMultiplyAdd(pixel, a, s2);
            pixel = Vector512.Load(source + (3 * channels));
            s1 = Avx512F.FusedMultiplyAdd(pixel, c, s1);
            s2 = Avx512F.FusedMultiplyAdd(pixel, b, s2);
            s3 = Avx512F.FusedMultiplyAdd(pixel, a, s3);
            pixel = Vector512.Load(source + (4 * channels));
            s2 = Avx512F.FusedMultiplyAdd(pixel, c, s2);
            s3 = Avx512F.FusedMultiplyAdd(pixel, b, s3);
            s4 = Avx512F.FusedMultiplyAdd(pixel, a, s4);
            pixel = Vector512.Load(source + (5 * channels));
            s3 = Avx512F.FusedMultiplyAdd(pixel, c, s3);
            s4 = Avx512F.FusedMultiplyAdd(pixel, b, s4);
            s5 = Avx512F.FusedMultiplyAdd(pixel, a, s5);
            pixel = Vector512.Load(source + (6 * channels));
            s4 = Avx512F.FusedMultiplyAdd(pixel, c, s4);
            s5 = Avx512F.FusedMultiplyAdd(pixel, b, s5);
            s6 = Avx512F.FusedMultiplyAdd(pixel, a, s6);
            pixel = Vector512.Load(source + (7 * channels));
            s5 = Avx512F.FusedMultiplyAdd(pixel, c, s5);
            s6 = Avx512F.FusedMultiplyAdd(pixel, b, s6);
            pixel = Vector512.Load(source + (8 * channels));
            s6 = Avx512F.FusedMultiplyAdd(pixel, c, s6);
            (a, b, c) = (Weights(6, first), Weights(7, first), Weights(8, first));
            source = below + first;
            pixel = Vector512.Load(source);
            s0 = Avx512F.FusedMultiplyAdd(pixel, a, s0);
            pixel = Vector512.Load(source + channels);
            s0 = Avx512F.FusedMultiplyAdd(pixel, b, s0);
            s1 = Avx512F.FusedMultiplyAdd(pixel, a, s1);
            pixel = Vector512.Load(source + (2 * channels));
            s0 = Avx512F.FusedMultiplyAdd(pixel, c, s0);
            s1 = Avx512F.FusedMultiplyAdd(pixel, b, s1);
            s2 = Avx512F.FusedMultiplyAdd(pixel, a, s2);
            pixel = Vector512.Load(source + (3 * channels));
            s1 = Avx512F.FusedMultiplyAdd(pixel, c, s1);
            s2 = Avx512F.FusedMultiplyAdd(pixel, b, s2);
            s3 = Avx512F.FusedMultiplyAdd(pixel, a, s3);
            pixel = Vector512.Load(source + (4 * channels));
            s2 = Avx512F.FusedMultiplyAdd(pixel, c, s2);
            s3 = Avx512F.FusedMultiplyAdd(pixel, b, s3);
            s4 = Avx512F.FusedMultiplyAdd(pixel, a, s4);
            pixel = Vector512.Load(source + (5 * channels));
            s3 = Avx512F.FusedMultiplyAdd(pixel, c, s3);
            s4 = Avx512F.FusedMultiplyAdd(pixel, b, s4);
            s5 = Avx512F.FusedMultiplyAdd(pixel, a, s5);
            pixel = Vector512.Load(source + (6 * channels));
            s4 = Avx512F.FusedMultiplyAdd(pixel, c, s4);
            s5 = Avx512F.FusedMultiplyAdd(pixel, b, s5);
            s6 = Avx512F.FusedMultiplyAdd(pixel, a, s6);
            pixel = Vector512.Load(source + (7 * channels));
            s5 = Avx512F.FusedMultiplyAdd(pixel, c, s5);
            s6 = Avx512F.FusedMultiplyAdd(pixel, b, s6);
            pixel = Vector512.Load(source + (8 * channels));
            s6 = Avx512F.FusedMultiplyAdd(pixel, c, s6);
            Vector512.Min(Vector512.Max(s0, Vector512<float>.Zero), six).Store(target + first);
            Vector512.Min(Vector512.Max(s1, Vector512<float>.Zero), six).Store(target + channels + first);
            Vector512.Min(Vector512.Max(s2, Vector512<float>.Zero), six).Store(target + (2 * channels) + first);
            Vector512.Min(Vector512.Max(s3, Vector512<float>.Zero), six).Store(target + (3 * channels) + first);
            Vector512.Min(Vector512.Max(s4, Vector512<float>.Zero), six).Store(target + (4 * channels) + first);
            Vector512.Min(Vector512.Max(s5, Vector512<float>.Zero), six).Store(target + (5 * channels) + first);
            Vector512.Min(Vector512.Max(s6, Vector512<float>.Zero), six).Store(target + (6 * channels) + first);
        }
    }

    /// <summary>The tile for stride 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Run2()
    {
        var six = Vector512.Create(6f);
        for (var first = 0; first < channels; first += Lanes)
        {
            var s0 = Vector512.Load(bias + first);
            var (s1, s2, s3, s4, s5, s6) = (s0, s0, s0, s0, s0, s0);
            var (a, b, c) = (Weights(0, first), Weights(1, first), Weights(2, first));
            var source = above + first;
            var pixel = Vector512.Load(source);
            s0 = Avx512F.FusedMultiplyAdd(pixel, a, s0);
            pixel = Vector512.Load(source + channels);
            s0 = Avx512F.FusedMultiplyAdd(pixel, b, s0);
            pixel = Vector512.Load(source + (2 * channels));
            s0 = Avx512F.FusedMultiplyAdd(pixel, c, s0);
            s1 = Avx512F.FusedMultiplyAdd(pixel, a, s1);
            pixel = Vector512.Load(source + (3 * channels));
            s1 = Avx512F.FusedMultiplyAdd(pixel, b, s1);
            pixel = Vector512.Load(source + (4 * channels));
            s1 = Avx512F.FusedMultiplyAdd(pixel, c, s1);
            s2 = Avx512F.FusedMultiplyAdd(pixel, a, s2);
            pixel = Vector512.Load(source + (5 * channels));
            s2 = Avx512F.FusedMultiplyAdd(pixel, b, s2);
            pixel = Vector512.Load(source + (6 * channels));
            s2 = Avx512F.FusedMultiplyAdd(pixel, c, s2);
            s3 = Avx512F.FusedMultiplyAdd(pixel, a, s3);
            pixel = Vector512.Load(source + (7 * channels));
            s3 = Avx512F.FusedMultiplyAdd(pixel, b, s3);
            pixel = Vector512.Load(source + (8 * channels));
            s3 = Avx512F.FusedMultiplyAdd(pixel, c, s3);
            s4 = Avx512F.FusedMultiplyAdd(pixel, a, s4);
            pixel = Vector512.Load(source + (9 * channels));
            s4 = Avx512F.FusedMultiplyAdd(pixel, b, s4);
            pixel = Vector512.Load(source + (10 * channels));
            s4 = Avx512F.FusedMultiplyAdd(pixel, c, s4);
            s5 = Avx512F.FusedMultiplyAdd(pixel, a, s5);
            pixel = Vector512.Load(source + (11 * channels));
            s5 = Avx512F.FusedMultiplyAdd(pixel, b, s5);
            pixel = Vector512.Load(source + (12 * channels));
            s5 = Avx512F.FusedMultiplyAdd(pixel, c, s5);
            s6 = Avx512F.FusedMultiplyAdd(pixel, a, s6);
            pixel = Vector512.Load(source + (13 * channels));
            s6 = Avx512F.FusedMultiplyAdd(pixel, b, s6);
            pixel = Vector512.Load(source + (14 * channels));
            s6 = Avx512F.FusedMultiplyAdd(pixel, c, s6);
            (a, b, c) = (Weights(3, first), Weights(4, first), Weights(5, first));
            source = middle + first;
            pixel = Vector512.Load(source);
            s0 = Avx512F.FusedMultiplyAdd(pixel, a, s0);
            pixel = Vector512.Load(source + channels);
            s0 = Avx512F.FusedMultiplyAdd(pixel, b, s0);
            pixel = Vector512.Load(source + (2 * channels));
            s0 = Avx512F.FusedMultiplyAdd(pixel, c, s0);
            s1 = Avx512F.FusedMultiplyAdd(pixel, a, s1);
            pixel = Vector512.Load(source + (3 * channels));
            s1 = Avx512F.FusedMultiplyAdd(pixel, b, s1);
            pixel = Vector512.Load(source + (4 * channels));
            s1 = Avx512F.FusedMultiplyAdd(pixel, c, s1);
            s2 = Avx512F.FusedMultiplyAdd(pixel, a, s2);
            pixel = Vector512.Load(source + (5 * channels));
            s2 = Avx512F.FusedMultiplyAdd(pixel, b, s2);
            pixel = Vector512.Load(source + (6 * channels));
            s2 = Avx512F.FusedMultiplyAdd(pixel, c, s2);
            s3 = Avx512F.FusedMultiplyAdd(pixel, a, s3);
            pixel = Vector512.Load(source + (7 * channels));
            s3 = Avx512F.FusedMultiplyAdd(pixel, b, s3);
            pixel = Vector512.Load(source + (8 * channels));
            s3 = Avx512F.FusedMultiplyAdd(pixel, c, s3);
            s4 = Avx512F.FusedMultiplyAdd(pixel, a, s4);
            pixel = Vector512.Load(source + (9 * channels));
            s4 = Avx512F.FusedMultiplyAdd(pixel, b, s4);
            pixel = Vector512.Load(source + (10 * channels));
            s4 = Avx512F.FusedMultiplyAdd(pixel, c, s4);
            s5 = Avx512F.FusedMultiplyAdd(pixel, a, s5);
            pixel = Vector512.Load(source + (11 * channels));
            s5 = Avx512F.FusedMultiplyAdd(pixel, b, s5);
            pixel = Vector512.Load(source + (12 * channels));
            s5 = Avx512F.FusedMultiplyAdd(pixel, c, s5);
            s6 = Avx512F.FusedMultiplyAdd(pixel, a, s6);
            pixel = Vector512.Load(source + (13 * channels));
            s6 = Avx512F.FusedMultiplyAdd(pixel, b, s6);
            pixel = Vector512.Load(source + (14 * channels));
            s6 = Avx512F.FusedMultiplyAdd(pixel, c, s6);
            (a, b, c) = (Weights(6, first), Weights(7, first), Weights(8, first));
            source = below + first;
            pixel = Vector512.Load(source);
            s0 = Avx512F.FusedMultiplyAdd(pixel, a, s0);
            pixel = Vector512.Load(source + channels);
            s0 = Avx512F.FusedMultiplyAdd(pixel, b, s0);
            pixel = Vector512.Load(source + (2 * channels));
            s0 = Avx512F.FusedMultiplyAdd(pixel, c, s0);
            s1 = Avx512F.FusedMultiplyAdd(pixel, a, s1);
            pixel = Vector512.Load(source + (3 * channels));
            s1 = Avx512F.FusedMultiplyAdd(pixel, b, s1);
            pixel = Vector512.Load(source + (4 * channels));
            s1 = Avx512F.FusedMultiplyAdd(pixel, c, s1);
            s2 = Avx512F.FusedMultiplyAdd(pixel, a, s2);
            pixel = Vector512.Load(source + (5 * channels));
            s2 = Avx512F.FusedMultiplyAdd(pixel, b, s2);
            pixel = Vector512.Load(source + (6 * channels));
            s2 = Avx512F.FusedMultiplyAdd(pixel, c, s2);
            s3 = Avx512F.FusedMultiplyAdd(pixel, a, s3);
            pixel = Vector512.Load(source + (7 * channels));
            s3 = Avx512F.FusedMultiplyAdd(pixel, b, s3);
            pixel = Vector512.Load(source + (8 * channels));
            s3 = Avx512F.FusedMultiplyAdd(pixel, c, s3);
            s4 = Avx512F.FusedMultiplyAdd(pixel, a, s4);
            pixel = Vector512.Load(source + (9 * channels));
            s4 = Avx512F.FusedMultiplyAdd(pixel, b, s4);
            pixel = Vector512.Load(source + (10 * channels));
            s4 = Avx512F.FusedMultiplyAdd(pixel, c, s4);
            s5 = Avx512F.FusedMultiplyAdd(pixel, a, s5);
            pixel = Vector512.Load(source + (11 * channels));
            s5 = Avx512F.FusedMultiplyAdd(pixel, b, s5);
            pixel = Vector512.Load(source + (12 * channels));
            s5 = Avx512F.FusedMultiplyAdd(pixel, c, s5);
            s6 = Avx512F.FusedMultiplyAdd(pixel, a, s6);
            pixel = Vector512.Load(source + (13 * channels));
            s6 = Avx512F.FusedMultiplyAdd(pixel, b, s6);
            pixel = Vector512.Load(source + (14 * channels));
            s6 = Avx512F.FusedMultiplyAdd(pixel, c, s6);
            Vector512.Min(Vector512.Max(s0, Vector512<float>.Zero), six).Store(target + first);
            Vector512.Min(Vector512.Max(s1, Vector512<float>.Zero), six).Store(target + channels + first);
            Vector512.Min(Vector512.Max(s2, Vector512<float>.Zero), six).Store(target + (2 * channels) + first);
            Vector512.Min(Vector512.Max(s3, Vector512<float>.Zero), six).Store(target + (3 * channels) + first);
            Vector512.Min(Vector512.Max(s4, Vector512<float>.Zero), six).Store(target + (4 * channels) + first);
            Vector512.Min(Vector512.Max(s5, Vector512<float>.Zero), six).Store(target + (5 * channels) + first);
            Vector512.Min(Vector512.Max(s6, Vector512<float>.Zero), six).Store(target + (6 * channels) + first);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<float> Weights(int tap, int first) => Vector512.Load(kernel + (tap * channels) + first);
}
