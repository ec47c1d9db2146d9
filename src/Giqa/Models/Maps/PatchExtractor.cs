using Giqa.Features;
using Giqa.Features.Onnx;
using Giqa.Images;
using Microsoft.ML.OnnxRuntime;

namespace Giqa.Models;

/// <summary>
/// What a built-in backbone sees at each place of an image: the roots of its taps' activations before their spatial means, averaged
/// onto one grid.
/// </summary>
/// <remarks>Safe to use from several threads; each run happens on the thread that asks for it.</remarks>
internal sealed class PatchExtractor : IDisposable
{
    /// <summary>Cells along each side.</summary>
    internal const int Grid = 14;

    /// <summary>Cells of an image.</summary>
    internal const int Cells = Grid * Grid;

    private readonly Backbone _backbone;
    private readonly string[] _layers;
    private readonly IReadOnlyList<int> _channels;
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();

    private PatchExtractor(BuiltInBackbone backbone)
    {
        _backbone = backbone.Open();
        (_layers, _channels, Columns) = ([.. backbone.Layers], backbone.Description.Blocks, backbone.Description.FeatureCount);
        using var options = OnnxSession.CreateOptions(OnnxDevice.Parse("cpu"));
        _session = new InferenceSession(OnnxModelEditor.SelectOutputs(_backbone.LoadModel(), _layers), options);
    }

    /// <summary>The backbone's.</summary>
    internal string Fingerprint => _backbone.Fingerprint;

    /// <summary>The length of a cell's vector.</summary>
    internal int Columns { get; }

    /// <summary>Places along a side of a layer's activations.</summary>
    internal static int SideOf(int layer) => layer is 0 or 2 or 3 ? 2 * Grid : layer == 1 ? 4 * Grid : Grid;

    /// <summary>Opens the network.</summary>
    internal static PatchExtractor Open() => new(BuiltInBackbones.Find(BuiltInBackbones.DefaultName)!);

    /// <summary>How files become pixels.</summary>
    internal DecodeOptions DecodeWith(DecodeOptions limits) => _backbone.Preprocessing.DecodeWith(limits);

    /// <summary>The vectors of an image's cells, row by row from the top left.</summary>
    internal FeatureMatrix Extract(RgbImage image)
    {
        var preprocessing = _backbone.Preprocessing;
        var input = new float[preprocessing.InputLength];
        preprocessing.Fill(image, input);
        using var value = OrtValue.CreateTensorValueFromMemory(input, preprocessing.InputShape(1));
        using var outputs = _session.Run(_runOptions, _session.InputNames, [value], _layers);
        var cells = new float[Cells * Columns];
        var first = 0;
        for (var tap = 0; tap < _layers.Length; tap++)
        {
            var side = (int)outputs[tap].GetTensorTypeAndShape().Shape[^1];
            var activations = outputs[tap].GetTensorDataAsSpan<float>();
            for (var channel = 0; channel < _channels[tap]; channel++)
            {
                Fill(activations.Slice(channel * side * side, side * side), side, cells.AsSpan(first + channel));
            }

            first += _channels[tap];
        }

        return new FeatureMatrix(Cells, Columns, cells);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _runOptions.Dispose();
        _session.Dispose();
    }

    /// <summary>One channel onto the grid; <paramref name="column"/> begins at its place in the first cell.</summary>
    private void Fill(ReadOnlySpan<float> activations, int side, Span<float> column)
    {
        var step = side / Grid;
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                column[((y / step * Grid) + (x / step)) * Columns] += MathF.Sqrt(activations[(y * side) + x]) / (step * step);
            }
        }
    }
}
