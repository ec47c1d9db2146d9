using System.Runtime.CompilerServices;
using Giqa.Numerics;

namespace Giqa.Features.MobileNet;

/// <summary>A 3 x 3 convolution of each channel on its own, clipped to 0..6.</summary>
internal sealed unsafe class DepthwiseLayer : IDisposable
{
    private const int Taps = 9;

    private readonly AlignedBuffer<float> _kernel;
    private readonly AlignedBuffer<float> _bias;

    /// <param name="kernel">channels x 9 weights.</param>
    /// <param name="bias">One number for each channel; a multiple of 16 of them.</param>
    /// <param name="stride">1 or 2.</param>
    internal DepthwiseLayer(ReadOnlySpan<float> kernel, ReadOnlySpan<float> bias, int stride)
    {
        (Channels, Stride) = (bias.Length, stride);
        _bias = new AlignedBuffer<float>(Channels);
        bias.CopyTo(new Span<float>(_bias.Pointer, Channels));
        _kernel = new AlignedBuffer<float>((long)Taps * Channels);
        for (var channel = 0; channel < Channels; channel++)
        {
            for (var tap = 0; tap < Taps; tap++)
            {
                _kernel.Pointer[(tap * Channels) + channel] = kernel[(channel * Taps) + tap];
            }
        }
    }

    internal int Channels { get; }

    /// <summary>How many rows and columns it steps over.</summary>
    internal int Stride { get; }

    public void Dispose()
    {
        _kernel.Dispose();
        _bias.Dispose();
    }

    /// <summary>Convolves three rows to one.</summary>
    /// <param name="above">The first row, from the first output's first pixel.</param>
    /// <param name="middle">The second.</param>
    /// <param name="below">The third.</param>
    /// <param name="pixels">Outputs, a multiple of <see cref="PointwiseLayer.TilePixels"/>.</param>
    /// <param name="target">Receives <see cref="Channels"/> numbers for each.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Run(float* above, float* middle, float* below, int pixels, float* target)
    {
        for (var pixel = 0; pixel < pixels; pixel += PointwiseLayer.TilePixels)
        {
            var (source, place) = (pixel * Stride * Channels, pixel * Channels);
            var tile = new DepthwiseTile(above + source, middle + source, below + source, Channels, _kernel.Pointer, _bias.Pointer, target + place);
            if (Stride == 1)
            {
                tile.Run1();
            }
            else
            {
                tile.Run2();
            }
        }
    }
}
