using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Giqa.Images;

/// <summary>A walk from sample to sample, each tap going its share of the way: a + (b - a) * share, as TensorFlow 1 computes it.</summary>
internal static class LerpSums
{
    internal static void Resample(ResampleJob job, WeightTable<float>? columns, WeightTable<float>? rows, Span<float> destination)
    {
        switch (job.Path)
        {
            case VectorPath.Avx512:
                SeparableResampler.Run<Wide512, float, float>(job, columns, rows, destination);
                break;
            case VectorPath.Avx2:
                SeparableResampler.Run<Wide256, float, float>(job, columns, rows, destination);
                break;
            default:
                SeparableResampler.Run<One, float, float>(job, columns, rows, destination);
                break;
        }
    }

    private readonly struct One(float sum) : IWeightedSum<One, float, float>
    {
        public static int Width => 1;

        public static One Start => default;

        public One Add(ref readonly float samples, float weight) => new(sum + ((samples - sum) * weight));

        public void Store(ref float samples) => samples = sum;
    }

    private readonly struct Wide256(Vector256<float> sum) : IWeightedSum<Wide256, float, float>
    {
        public static int Width => 8;

        public static Wide256 Start => default;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Wide256 Add(ref readonly float samples, float weight) =>
            new(sum + ((Vector256.LoadUnsafe(in samples) - sum) * Vector256.Create(weight)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store(ref float samples) => sum.StoreUnsafe(ref samples);
    }

    private readonly struct Wide512(Vector512<float> sum) : IWeightedSum<Wide512, float, float>
    {
        public static int Width => 16;

        public static Wide512 Start => default;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Wide512 Add(ref readonly float samples, float weight) =>
            new(sum + ((Vector512.LoadUnsafe(in samples) - sum) * Vector512.Create(weight)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store(ref float samples) => sum.StoreUnsafe(ref samples);
    }
}
