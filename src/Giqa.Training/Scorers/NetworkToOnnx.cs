using System.Globalization;
using Giqa.Features.Onnx;
using Giqa.Training.Modules;

namespace Giqa.Training.Scorers;

/// <summary>
/// Writes a trained sequential network as ONNX. Batch normalisation is folded into the convolution before it, in float64.
/// </summary>
internal sealed class NetworkToOnnx
{
    private readonly OnnxGraph _graph = new("scorer");
    private readonly IReadOnlyList<Layer> _layers;
    private string _value = string.Empty;

    private NetworkToOnnx(IReadOnlyList<Layer> layers) => _layers = layers;

    /// <summary>Writes a network.</summary>
    /// <param name="network">The network, on the training thread.</param>
    /// <returns>An ONNX model: <c>image</c>, N x 3 x side x side, prepared, to <c>outputs</c>, N x outputs.</returns>
    internal static byte[] Convert(ScorerNetwork network)
    {
        var side = network.Side.ToString(CultureInfo.InvariantCulture);
        var conversion = new NetworkToOnnx(network.Layers.Layers);
        conversion._value = conversion._graph.AddInput("image", "batch", "3", side, side);
        conversion.AddLayers();
        _ = conversion._graph.AddNode("Identity", "outputs", [conversion._value]);
        conversion._graph.AddOutput("outputs", "batch", network.Outputs.ToString(CultureInfo.InvariantCulture));
        return conversion._graph.ToModel();
    }

    private void AddLayers()
    {
        for (var i = 0; i < _layers.Count; i++)
        {
            var next = i + 1 < _layers.Count ? _layers[i + 1] : null;
            _value = (_layers[i], next) switch
            {
                (Conv2d convolution, BatchNorm2d normalization) => AddConvolution($"layer{i}", convolution, normalization),
                (BatchNorm2d, _) => _value,
                (Activation activation, _) when activation.Name == "Relu" => _graph.AddNode("Relu", $"layer{i}", [_value]),
                (MaximumPool, _) => _graph.AddNode("MaxPool", $"layer{i}", [_value], OnnxAttribute.Integers("kernel_shape", 2, 2), OnnxAttribute.Integers("strides", 2, 2)),
                (Flatten, _) => _graph.AddNode("Flatten", $"layer{i}", [_value], OnnxAttribute.Integer("axis", 1)),
                (Linear linear, _) => AddLinear($"layer{i}", linear),
                var (layer, _) => throw new NotSupportedException($"layers of the kind {layer.GetType().Name} cannot be written as ONNX here"),
            };
        }
    }

    private string AddConvolution(string name, Conv2d convolution, BatchNorm2d normalization)
    {
        var shape = convolution.Weight.Shape;
        var (weight, bias) = Fold(convolution, normalization);
        return _graph.AddNode(
            "Conv",
            name,
            [_value, _graph.AddConstant($"{name}.weight", shape, weight), _graph.AddConstant($"{name}.bias", [shape[0]], bias)],
            OnnxAttribute.Integers("kernel_shape", shape[2], shape[3]),
            OnnxAttribute.Integers("pads", convolution.Options.Padding, convolution.Options.Padding, convolution.Options.Padding, convolution.Options.Padding));
    }

    private static (float[] Weight, float[] Bias) Fold(Conv2d convolution, BatchNorm2d normalization)
    {
        var weight = convolution.Weight.ToSingle();
        var bias = convolution.Bias!.ToSingle();
        var (gamma, beta) = (normalization.Weight.ToSingle(), normalization.Bias.ToSingle());
        var (mean, variance) = (normalization.RunningMean.ToSingle(), normalization.RunningVariance.ToSingle());
        var filter = weight.Length / bias.Length;
        for (var channel = 0; channel < bias.Length; channel++)
        {
            var scale = gamma[channel] / Math.Sqrt(variance[channel] + normalization.Epsilon);
            bias[channel] = (float)(((bias[channel] - (double)mean[channel]) * scale) + beta[channel]);
            foreach (ref var value in weight.AsSpan(channel * filter, filter))
            {
                value = (float)(value * scale);
            }
        }

        return (weight, bias);
    }

    private string AddLinear(string name, Linear linear)
    {
        var weight = _graph.AddConstant($"{name}.weight", linear.Weight.Shape, linear.Weight.ToSingle());
        var bias = _graph.AddConstant($"{name}.bias", [linear.Weight.Size(0)], linear.Bias!.ToSingle());
        return _graph.AddNode("Gemm", name, [_value, weight, bias], OnnxAttribute.Integer("transB", 1));
    }
}
