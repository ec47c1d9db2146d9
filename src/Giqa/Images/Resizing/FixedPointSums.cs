using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Giqa.Images;

/// <summary>Bytes times 22-bit fixed-point weights, rounded to the nearest byte: Pillow's 8-bit modes.</summary>
internal static class FixedPointSums
{
    private const int Half = 1 << (PillowWeights.FixedPointBits - 1);

    internal static void Resample(ResampleJob job, WeightTable<int>? columns, WeightTable<int>? rows, Span<byte> destination)
    {
        switch (job.Path)
        {
            case VectorPath.Avx512:
                SeparableResampler.Run<Wide512, byte, int>(job, columns, rows, destination);
                break;
            case VectorPath.Avx2:
                SeparableResampler.Run<Wide256, byte, int>(job, columns, rows, destination);
                break;
            default:
                SeparableResampler.Run<One, byte, int>(job, columns, rows, destination);
                break;
        }
    }

    private readonly struct One(int sum) : IWeightedSum<One, byte, int>
    {
        public static int Width => 1;

        public static One Start => new(Half);

        public One Add(ref readonly byte samples, int weight) => new(sum + (samples * weight));

        public void Store(ref byte samples) => samples = (byte)Math.Clamp(sum >> PillowWeights.FixedPointBits, 0, 255);
    }

    private readonly struct Wide256(Vector256<int> sum) : IWeightedSum<Wide256, byte, int>
    {
        public static int Width => 8;

        public static Wide256 Start => new(Vector256.Create(Half));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Wide256 Add(ref readonly byte samples, int weight)
        {
            var eight = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(in samples)).AsByte();
            return new(sum + (Avx2.ConvertToVector256Int32(eight) * Vector256.Create(weight)));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store(ref byte samples)
        {
            var whole = sum >> PillowWeights.FixedPointBits;
            var words = Sse2.PackSignedSaturate(whole.GetLower(), whole.GetUpper());
            Unsafe.WriteUnaligned(ref samples, Sse2.PackUnsignedSaturate(words, words).AsUInt64().ToScalar());
        }
    }

    private readonly struct Wide512(Vector512<int> sum) : IWeightedSum<Wide512, byte, int>
    {
        public static int Width => 16;

        public static Wide512 Start => new(Vector512.Create(Half));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Wide512 Add(ref readonly byte samples, int weight) =>
            new(sum + (Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(in samples)) * Vector512.Create(weight)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store(ref byte samples)
        {
            var whole = Vector512.Max(sum >> PillowWeights.FixedPointBits, Vector512<int>.Zero);
            Avx512F.ConvertToVector128ByteWithSaturation(whole.AsUInt32()).StoreUnsafe(ref samples);
        }
    }
}
