using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Giqa.Images;

/// <summary>Float samples summed in double and rounded to float after each pass: Pillow's mode F.</summary>
internal static class DoubleSums
{
    internal static void Resample(ResampleJob job, WeightTable<double>? columns, WeightTable<double>? rows, Span<float> destination)
    {
        switch (job.Path)
        {
            case VectorPath.Avx512:
                SeparableResampler.Run<Wide512, float, double>(job, columns, rows, destination);
                break;
            case VectorPath.Avx2:
                SeparableResampler.Run<Wide256, float, double>(job, columns, rows, destination);
                break;
            default:
                SeparableResampler.Run<One, float, double>(job, columns, rows, destination);
                break;
        }
    }

    private readonly struct One(double sum) : IWeightedSum<One, float, double>
    {
        public static int Width => 1;

        public static One Start => default;

        public One Add(ref readonly float samples, double weight) => new(sum + (samples * weight));

        public void Store(ref float samples) => samples = (float)sum;
    }

    private readonly struct Wide256(Vector256<double> sum) : IWeightedSum<Wide256, float, double>
    {
        public static int Width => 4;

        public static Wide256 Start => default;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Wide256 Add(ref readonly float samples, double weight) =>
            new(sum + (Avx.ConvertToVector256Double(Vector128.LoadUnsafe(in samples)) * Vector256.Create(weight)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store(ref float samples) => Avx.ConvertToVector128Single(sum).StoreUnsafe(ref samples);
    }

    private readonly struct Wide512(Vector512<double> sum) : IWeightedSum<Wide512, float, double>
    {
        public static int Width => 8;

        public static Wide512 Start => default;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Wide512 Add(ref readonly float samples, double weight) =>
            new(sum + (Avx512F.ConvertToVector512Double(Vector256.LoadUnsafe(in samples)) * Vector512.Create(weight)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store(ref float samples) => Avx512F.ConvertToVector256Single(sum).StoreUnsafe(ref samples);
    }
}
