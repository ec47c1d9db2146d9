using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Giqa.Features.MobileNet;

/// <summary>A block of MobileNetV2 (Sandler et al., 2018): expand, convolve each channel, project, add what came in.</summary>
/// <remarks>
/// It is computed row by row: the expanded map, six times as large as what comes in, is never in memory as a whole, only three of its rows
/// are, which stay in the second cache.
/// </remarks>
internal sealed unsafe class InvertedResidual : IDisposable
{
    private const int KeptRows = 3;
    private const int Lanes = 16;

    private readonly PointwiseLayer _expansion;
    private readonly DepthwiseLayer? _depthwise;
    private readonly PointwiseLayer? _projection;

    internal InvertedResidual(PointwiseLayer expansion, DepthwiseLayer? depthwise, PointwiseLayer? projection)
    {
        (_expansion, _depthwise, _projection) = (expansion, depthwise, projection);
    }

    /// <summary>Rows, and columns, of the expanded map.</summary>
    internal required int Size { get; init; }

    /// <summary>How what comes in lies in memory.</summary>
    internal required InputPlan Input { get; init; }

    /// <summary>Whether what comes in is added to what goes out.</summary>
    internal required bool IsResidual { get; init; }

    /// <summary>Where among the features the means of the expanded map go; null if they are none.</summary>
    internal required int? ExpansionMeans { get; init; }

    /// <summary>Where those of the convolved map go.</summary>
    internal required int? DepthwiseMeans { get; init; }

    /// <summary>Rows, and columns, of what goes out.</summary>
    internal int OutputSize => Size / (_depthwise?.Stride ?? 1);

    /// <summary>The numbers of each pixel that goes out.</summary>
    internal int OutputStride => _projection?.Stride ?? 0;

    /// <summary>The memory that it needs while it runs.</summary>
    internal int RowsLength => (KeptRows * RowLength) + RowLength + (OutputSize * _expansion.Stride);

    private int RowLength => (Size + 2) * _expansion.Stride;

    public void Dispose()
    {
        _expansion.Dispose();
        _depthwise?.Dispose();
        _projection?.Dispose();
    }

    /// <summary>Runs the block.</summary>
    /// <param name="source">What comes in.</param>
    /// <param name="target">Receives what goes out.</param>
    /// <param name="scratch"><see cref="RowsLength"/> numbers.</param>
    /// <param name="features">Receives the means.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Run(float* source, float* target, float* scratch, Span<float> features)
    {
        var channels = _expansion.Stride;
        var zeros = scratch + (KeptRows * RowLength);
        var convolved = zeros + RowLength;
        new Span<float>(scratch, (KeptRows + 1) * RowLength).Clear();
        var expandedSums = new double[ExpansionMeans is null ? 0 : channels];
        var convolvedSums = new double[DepthwiseMeans is null ? 0 : channels];
        var made = 0;
        for (var y = 0; y < OutputSize; y++)
        {
            // Stride 1 pads all around, stride 2 at the bottom and the right.
            var stride = _depthwise?.Stride ?? 1;
            var first = stride == 1 ? y - 1 : 2 * y;
            for (; made < Math.Min(Size, first + KeptRows); made++)
            {
                var row = scratch + (made % KeptRows * RowLength) + channels;
                _expansion.Run(source + (made * Input.RowStep), Input.PixelStep, Input.SegmentStep, Size, row, null);
                AddSums(row, Size, expandedSums);
            }

            if (_depthwise is null || _projection is null)
            {
                continue;
            }

            _depthwise.Run(RowAt(first), RowAt(first + 1), RowAt(first + 2), OutputSize, convolved);
            AddSums(convolved, OutputSize, convolvedSums);
            _projection.Run(convolved, channels, 0, OutputSize, target + (y * OutputSize * OutputStride), IsResidual ? source + (y * Input.RowStep) : null);
            continue;

            float* RowAt(int row) => (row < 0 || row >= Size ? zeros : scratch + (row % KeptRows * RowLength)) + (stride == 1 ? 0 : channels);
        }

        StoreMeans(expandedSums, Size, ExpansionMeans, features);
        StoreMeans(convolvedSums, OutputSize, DepthwiseMeans, features);
    }

    /// <summary>Adds a row's pixels: in float32 along the row, in double over the rows.</summary>
    private static void AddSums(float* row, int pixels, double[] sums)
    {
        for (var channel = 0; channel < sums.Length; channel += Lanes)
        {
            var (even, odd) = (Vector512<float>.Zero, Vector512<float>.Zero);
            for (var pixel = row + channel; pixel < row + ((long)pixels * sums.Length); pixel += 2 * sums.Length)
            {
                even += Vector512.Load(pixel);
                odd += Vector512.Load(pixel + sums.Length);
            }

            var (low, high) = Vector512.Widen(even + odd);
            (Vector512.LoadUnsafe(ref sums[channel]) + low).StoreUnsafe(ref sums[channel]);
            (Vector512.LoadUnsafe(ref sums[channel + (Lanes / 2)]) + high).StoreUnsafe(ref sums[channel + (Lanes / 2)]);
        }
    }

    private static void StoreMeans(double[] sums, int size, int? at, Span<float> features)
    {
        for (var channel = 0; channel < sums.Length; channel++)
        {
            features[at!.Value + channel] = (float)(sums[channel] / (size * size));
        }
    }
}

/// <summary>How the inputs of a row of pixels lie in memory, in numbers.</summary>
/// <param name="RowStep">From one row to the next.</param>
/// <param name="PixelStep">From one pixel's inputs to the next one's.</param>
/// <param name="SegmentStep">From one run of a pixel's inputs to the next.</param>
internal readonly record struct InputPlan(int RowStep, int PixelStep, int SegmentStep);
