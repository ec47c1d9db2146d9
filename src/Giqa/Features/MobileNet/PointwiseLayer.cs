using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Giqa.Numerics;

namespace Giqa.Features.MobileNet;

/// <summary>A convolution that is a product of matrices: of 1 x 1, or of patches that lie in a few runs of memory.</summary>
/// <remarks>
/// Pixels are rows of channels. Kernels lie in blocks of 16, 32 or 48 outputs, so that a block stays in the first cache while a row of
/// pixels passes it, seven at a time.
/// </remarks>
internal sealed unsafe class PointwiseLayer : IDisposable
{
    /// <summary>How many pixels a tile takes: a divisor of every width in these networks.</summary>
    internal const int TilePixels = 7;

    private const int Lanes = 16;

    private readonly int _segments;
    private readonly int _segmentLength;
    private readonly int _vectors;
    private readonly AlignedBuffer<float> _kernel;
    private readonly AlignedBuffer<float> _bias;
    private readonly float _lowest;
    private readonly float _highest;

    /// <param name="kernel">outputs x inputs weights, inputs in the order in which they lie in memory.</param>
    /// <param name="bias">One number for each output.</param>
    /// <param name="segments">In how many runs of memory, equally long, a pixel's inputs lie.</param>
    /// <param name="isClipped">Whether the outputs are clipped to 0..6.</param>
    internal PointwiseLayer(ReadOnlySpan<float> kernel, ReadOnlySpan<float> bias, int segments, bool isClipped)
    {
        var (outputs, inputs) = (bias.Length, kernel.Length / bias.Length);
        Stride = (outputs + Lanes - 1) / Lanes * Lanes;
        Outputs = outputs;
        _segments = segments;
        _segmentLength = inputs / segments;
        _vectors = Stride % (3 * Lanes) == 0 ? 3 : Stride % (2 * Lanes) == 0 ? 2 : 1;
        (_lowest, _highest) = isClipped ? (0, 6) : (float.NegativeInfinity, float.PositiveInfinity);
        _bias = new AlignedBuffer<float>(Stride);
        bias.CopyTo(new Span<float>(_bias.Pointer, outputs));
        _kernel = new AlignedBuffer<float>((long)Stride * inputs);
        var block = _vectors * Lanes;
        for (var output = 0; output < outputs; output++)
        {
            for (var input = 0; input < inputs; input++)
            {
                _kernel.Pointer[(((output / block * inputs) + input) * block) + (output % block)] = kernel[(output * inputs) + input];
            }
        }
    }

    /// <summary>How many channels it makes.</summary>
    internal int Outputs { get; }

    /// <summary>The numbers from one of its pixels to the next; channels that are no outputs are zero, or what the residual has there.</summary>
    internal int Stride { get; }

    public void Dispose()
    {
        _kernel.Dispose();
        _bias.Dispose();
    }

    /// <summary>Convolves a row.</summary>
    /// <param name="source">The first pixel's inputs.</param>
    /// <param name="step">The numbers from one pixel's inputs to the next one's.</param>
    /// <param name="segmentStep">The numbers from one run of a pixel's inputs to the next.</param>
    /// <param name="pixels">A multiple of <see cref="TilePixels"/>.</param>
    /// <param name="target">Receives <see cref="Stride"/> numbers for each pixel.</param>
    /// <param name="residual">What is added, laid out like the target; null for nothing.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Run(float* source, int step, int segmentStep, int pixels, float* target, float* residual)
    {
        var block = _vectors * Lanes;
        var (low, high) = (Vector512.Create(_lowest), Vector512.Create(_highest));
        var jump = segmentStep - _segmentLength;
        var inputs = _segments * _segmentLength;
        for (var first = 0; first < Stride; first += block)
        {
            var kernel = _kernel.Pointer + ((long)first * inputs);
            for (var pixel = 0; pixel < pixels; pixel += TilePixels)
            {
                var place = (pixel * Stride) + first;
                var tile = new PointwiseTile(
                    source + (pixel * step), step, _segments, _segmentLength, jump, kernel, _bias.Pointer + first, target + place, Stride, residual is null ? null : residual + place);
                switch (_vectors)
                {
                    case 3:
                        tile.Run3(low, high);
                        break;
                    case 2:
                        tile.Run2(low, high);
                        break;
                    default:
                        tile.Run1(low, high);
                        break;
                }
            }
        }
    }
}
