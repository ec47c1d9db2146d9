using System.Buffers;
using System.Numerics.Tensors;

namespace Giqa.Images;

/// <summary>Resizes images, each <see cref="ResizeMode"/> exactly as the tool it is named after does.</summary>
/// <remarks>
/// The 8-bit and float PIL modes reproduce Pillow 9.4 bit for bit, on every processor: vector and scalar code sum in the same
/// order and never fuse a multiplication with an addition. The PyTorch modes are within 1e-4 of PyTorch 1.13 on the 0..255 scale
/// (its own result depends on how it was compiled). An axis that keeps its size is not resampled.
/// Safe to call from several threads at once; besides the result it needs memory for a window of rows, not a whole image.
/// </remarks>
internal static class Resizer
{
    /// <summary>Resizes to floats on the 0..255 scale.</summary>
    /// <param name="image">The image.</param>
    /// <param name="width">Columns of the result, at least 1.</param>
    /// <param name="height">Rows of the result, at least 1.</param>
    /// <param name="mode">The tool to reproduce. The 8-bit modes give whole numbers.</param>
    /// <param name="destination">Receives <c>height * width * 3</c> values, rows from the top, R G B interleaved.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, the mode is unknown or the destination's length does not fit.</exception>
    /// <exception cref="ImageException">A side is millions of pixels long, so that its filter would not fit into memory.</exception>
    public static void Resize(RgbImage image, int width, int height, ResizeMode mode, Span<float> destination) =>
        Resize(image, width, height, mode, destination, VectorPaths.Best);

    /// <summary>Resizes to bytes, in one of the three 8-bit PIL modes.</summary>
    /// <param name="image">The image. It is returned itself when the size is already right.</param>
    /// <param name="width">Columns of the result, at least 1.</param>
    /// <param name="height">Rows of the result, at least 1.</param>
    /// <param name="mode"><see cref="ResizeMode.PilBilinear"/>, <see cref="ResizeMode.PilBicubic"/> or <see cref="ResizeMode.PilLanczos"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the mode does not round to bytes.</exception>
    /// <exception cref="ImageException">A side is millions of pixels long, so that its filter would not fit into memory.</exception>
    public static RgbImage ResizeToBytes(RgbImage image, int width, int height, ResizeMode mode) =>
        ResizeToBytes(image, width, height, mode, VectorPaths.Best);

    /// <summary>The same into memory that is there: <c>height * width * 3</c> bytes.</summary>
    internal static void ResizeToBytes(RgbImage image, int width, int height, ResizeMode mode, Span<byte> destination)
    {
        CheckSizes(image, width, height);
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, 3L * width * height, nameof(destination));
        var job = new ResampleJob(image, width, height, VectorPaths.Best);
        if (job.IsIdentity)
        {
            image.Pixels.CopyTo(destination);
            return;
        }

        ResizeInBytes(job, FilterOf(mode), destination);
    }

    internal static void Resize(RgbImage image, int width, int height, ResizeMode mode, Span<float> destination, VectorPath path)
    {
        CheckSizes(image, width, height);
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, 3L * width * height, nameof(destination));
        var job = new ResampleJob(image, width, height, path);
        if (job.IsIdentity)
        {
            SampleRows.Widen(image.Pixels, destination);
            return;
        }

        switch (mode)
        {
            case ResizeMode.PilBilinear or ResizeMode.PilBicubic or ResizeMode.PilLanczos:
                ResizeThroughBytes(job, FilterOf(mode), destination);
                break;
            case ResizeMode.PilBilinearFloat or ResizeMode.PilBicubicFloat or ResizeMode.PilLanczosFloat:
                ResizeInDoubles(job, FilterOf(mode), destination);
                break;
            case ResizeMode.TorchBilinear:
                job.Run<float, float>(TorchWeights.Bilinear, SingleSums.Resample, destination);
                break;
            case ResizeMode.TorchBilinearAntialias:
                job.Run<float, float>(TorchWeights.Antialiased, SingleSums.Resample, destination);
                break;
            case ResizeMode.TensorFlowBilinear:
                job.Run<float, float>(TensorFlowWeights.Bilinear, LerpSums.Resample, destination);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(mode), mode, "is not a resize mode");
        }
    }

    internal static RgbImage ResizeToBytes(RgbImage image, int width, int height, ResizeMode mode, VectorPath path)
    {
        CheckSizes(image, width, height);
        if (mode is not (ResizeMode.PilBilinear or ResizeMode.PilBicubic or ResizeMode.PilLanczos))
        {
            throw new ArgumentOutOfRangeException(nameof(mode), mode, "does not round to bytes: use PilBilinear, PilBicubic or PilLanczos");
        }

        var job = new ResampleJob(image, width, height, path);
        if (job.IsIdentity)
        {
            return image;
        }

        var pixels = GC.AllocateUninitializedArray<byte>(checked(3 * width * height));
        ResizeInBytes(job, FilterOf(mode), pixels);
        return new RgbImage(width, height, pixels);
    }

    private static void ResizeThroughBytes(ResampleJob job, ResampleFilter filter, Span<float> destination)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(destination.Length);
        ResizeInBytes(job, filter, bytes.AsSpan(0, destination.Length));
        SampleRows.Widen(bytes.AsSpan(0, destination.Length), destination);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private static void ResizeInBytes(ResampleJob job, ResampleFilter filter, Span<byte> destination) =>
        job.Run<byte, int>(
            (input, output) =>
            {
                using var exact = PillowWeights.Create(input, output, filter);
                return PillowWeights.ToFixedPoint(exact);
            },
            FixedPointSums.Resample,
            destination);

    private static void ResizeInDoubles(ResampleJob job, ResampleFilter filter, Span<float> destination)
    {
        job.Run<float, double>((input, output) => PillowWeights.Create(input, output, filter), DoubleSums.Resample, destination);
        TensorPrimitives.Max(destination, 0f, destination);
        TensorPrimitives.Min(destination, 255f, destination);
    }

    private static ResampleFilter FilterOf(ResizeMode mode) => mode switch
    {
        ResizeMode.PilBilinear or ResizeMode.PilBilinearFloat => ResampleFilter.Triangle,
        ResizeMode.PilBicubic or ResizeMode.PilBicubicFloat => ResampleFilter.Cubic,
        _ => ResampleFilter.Lanczos,
    };

    private static void CheckSizes(RgbImage image, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
    }
}
