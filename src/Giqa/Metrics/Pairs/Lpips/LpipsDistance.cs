using Giqa.Features;
using Giqa.Features.Onnx;
using Giqa.Images;
using Microsoft.ML.OnnxRuntime;

namespace Giqa.Metrics.Pairs.Lpips;

/// <summary>LPIPS (Zhang et al. 2018), version 0.1 on AlexNet: how different two images of one size look. 0 for equal images.</summary>
/// <remarks>Needs weights published by others. Safe to share between threads.</remarks>
internal sealed class LpipsDistance : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();

    private LpipsDistance(InferenceSession session) => _session = session;

    /// <summary>Makes the installed network ready.</summary>
    /// <param name="store">Where networks are kept; null for the default.</param>
    /// <exception cref="GiqaException">Its weights are not installed.</exception>
    /// <exception cref="NativeLibraryException">ONNX Runtime is missing.</exception>
    public static LpipsDistance Open(BackboneStore? store = null) => Create(LpipsWeights.LoadModel((store ?? new BackboneStore()).Folder));

    internal static LpipsDistance Create(byte[] model)
    {
        try
        {
            using var options = OnnxSession.CreateOptions(OnnxDevice.Parse("cpu"));
            return new LpipsDistance(new InferenceSession(model, options));
        }
        catch (Exception e) when (OnnxFailure.IsKnown(e))
        {
            throw OnnxFailure.Describe("lpips is not a network that can be run", e);
        }
    }

    /// <summary>The distance of two images.</summary>
    /// <returns>0 or more; equal images have 0.</returns>
    /// <exception cref="GiqaException">The sizes differ, or a side is shorter than 31 pixels.</exception>
    public double Compare(RgbImage first, RgbImage second)
    {
        var (width, height) = (first.Width, first.Height);
        if (second.Width != width || second.Height != height || Math.Min(width, height) < LpipsGraph.SmallestSide)
        {
            throw new GiqaException($"images of {width} x {height} and {second.Width} x {second.Height} pixels cannot be compared by lpips: both must have the same size, at least {LpipsGraph.SmallestSide} x {LpipsGraph.SmallestSide}");
        }

        var area = width * height;
        var values = new float[2 * 3 * area];
        for (var i = 0; i < 3 * area; i++)
        {
            var place = (3 * (i % area)) + (i / area);
            (values[i], values[(3 * area) + i]) = (first.Pixels[place], second.Pixels[place]);
        }

        using var input = OrtValue.CreateTensorValueFromMemory(values, [2, 3, height, width]);
        using var outputs = _session.Run(_options, [LpipsGraph.Input], [input], [LpipsGraph.Output]);
        return outputs[0].GetTensorDataAsSpan<float>()[0];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _options.Dispose();
        _session.Dispose();
    }
}
