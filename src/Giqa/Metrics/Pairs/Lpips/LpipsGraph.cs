using Giqa.Features.Checkpoints;
using Giqa.Features.Onnx;

namespace Giqa.Metrics.Pairs.Lpips;

/// <summary>
/// LPIPS 0.1 on AlexNet (Zhang 2018 eq. 1) as an ONNX graph: maps after the five ReLUs, scaled to unit length at every place,
/// squared differences weighted by channel, means over places, their sum.
/// </summary>
internal sealed class LpipsGraph
{
    /// <summary>The graph's input: two images, 2 x 3 x height x width, 0..255.</summary>
    internal const string Input = "images";

    /// <summary>The graph's output: the distance, 1 x 1.</summary>
    internal const string Output = "distance";

    /// <summary>The shortest side that leaves a place in the last map.</summary>
    internal const int SmallestSide = 31;

    private const float Floor = 1e-10f;

    // Of the published code's scaling layer, for values in -1..1.
    private static readonly double[] Shift = [-.030, -.088, -.188];
    private static readonly double[] Scale = [.458, .448, .450];

    // Inputs, outputs, kernel, stride, padding and place in torchvision's "features" of each convolution; pools come before the second and the third.
    private static readonly (int Inputs, int Outputs, int Kernel, int Stride, int Padding, int Place)[] Layers =
        [(3, 64, 11, 4, 2, 0), (64, 192, 5, 1, 2, 3), (192, 384, 3, 1, 1, 6), (384, 256, 3, 1, 1, 8), (256, 256, 3, 1, 1, 10)];

    private readonly OnnxGraph _graph = new("lpips-alex");
    private readonly IReadOnlyDictionary<string, TorchTensor> _network;
    private readonly IReadOnlyDictionary<string, TorchTensor> _heads;

    private LpipsGraph(IReadOnlyDictionary<string, TorchTensor> network, IReadOnlyDictionary<string, TorchTensor> heads) => (_network, _heads) = (network, heads);

    /// <summary>Builds the graph.</summary>
    /// <param name="network">torchvision's AlexNet; its classifier is not needed.</param>
    /// <param name="heads">The channels' weights, <c>lin0.model.1.weight</c> to <c>lin4.model.1.weight</c>.</param>
    /// <returns>The serialised ONNX model.</returns>
    /// <exception cref="ModelFileException">A tensor is missing or has another shape; the message names it.</exception>
    internal static byte[] Build(IReadOnlyDictionary<string, TorchTensor> network, IReadOnlyDictionary<string, TorchTensor> heads) => new LpipsGraph(network, heads).Build();

    /// <summary>Checks all tensors of the network.</summary>
    /// <exception cref="ModelFileException">One is missing or has another shape.</exception>
    internal static void RequireNetwork(IReadOnlyDictionary<string, TorchTensor> network)
    {
        foreach (var layer in Layers)
        {
            _ = Tensor(network, $"features.{layer.Place}.weight", layer.Outputs, layer.Inputs, layer.Kernel, layer.Kernel);
            _ = Tensor(network, $"features.{layer.Place}.bias", layer.Outputs);
        }
    }

    /// <summary>Checks all tensors of the heads.</summary>
    /// <exception cref="ModelFileException">One is missing, has another shape, or a negative weight.</exception>
    internal static void RequireHeads(IReadOnlyDictionary<string, TorchTensor> heads)
    {
        for (var i = 0; i < Layers.Length; i++)
        {
            if (Head(heads, i).Any(weight => weight < 0))
            {
                throw new ModelFileException($"the heads' tensor {HeadName(i)} has negative weights, and LPIPS has none");
            }
        }
    }

    /// <summary>The name of a head's tensor.</summary>
    internal static string HeadName(int layer) => FormattableString.Invariant($"lin{layer}.model.1.weight");

    private byte[] Build()
    {
        _ = _graph.AddInput(Input, "2", "3", "height", "width");
        _ = _graph.AddConstant("scale", [1, 3, 1, 1], [.. Scale.Select(scale => (float)(1 / (127.5 * scale)))]);
        _ = _graph.AddConstant("shift", [1, 3, 1, 1], [.. Shift.Zip(Scale, (shift, scale) => (float)(-(1 + shift) / scale))]);
        _ = _graph.AddConstant("floor", [1], [Floor]);
        var map = _graph.AddNode("Add", "prepared", [_graph.AddNode("Mul", "scaled", [Input, "scale"]), "shift"]);
        var sum = string.Empty;
        for (var i = 0; i < Layers.Length; i++)
        {
            map = Convolution(i, i is 1 or 2 ? Pool(i, map) : map);
            var distance = Distance(i, map);
            sum = i == 0 ? distance : _graph.AddNode("Add", i == Layers.Length - 1 ? Output : $"sum{i}", [sum, distance]);
        }

        _graph.AddOutput(Output, "1", "1");
        return _graph.ToModel();
    }

    private string Pool(int layer, string map) =>
        _graph.AddNode("MaxPool", $"pool{layer}", [map], OnnxAttribute.Integers("kernel_shape", 3, 3), OnnxAttribute.Integers("strides", 2, 2));

    private string Convolution(int number, string map)
    {
        var layer = Layers[number];
        var weight = _graph.AddConstant($"weight{number}", [layer.Outputs, layer.Inputs, layer.Kernel, layer.Kernel], Tensor(_network, $"features.{layer.Place}.weight", layer.Outputs, layer.Inputs, layer.Kernel, layer.Kernel));
        var bias = _graph.AddConstant($"bias{number}", [layer.Outputs], Tensor(_network, $"features.{layer.Place}.bias", layer.Outputs));
        var output = _graph.AddNode(
            "Conv",
            $"convolution{number}",
            [map, weight, bias],
            OnnxAttribute.Integers("kernel_shape", layer.Kernel, layer.Kernel),
            OnnxAttribute.Integers("strides", layer.Stride, layer.Stride),
            OnnxAttribute.Integers("pads", layer.Padding, layer.Padding, layer.Padding, layer.Padding));
        return _graph.AddNode("Relu", $"map{number}", [output]);
    }

    private string Distance(int layer, string map)
    {
        var length = _graph.AddNode("ReduceL2", $"length{layer}", [map], OnnxAttribute.Integers("axes", 1), OnnxAttribute.Integer("keepdims", 1));
        var unit = _graph.AddNode("Div", $"unit{layer}", [map, _graph.AddNode("Add", $"raised{layer}", [length, "floor"])]);
        _graph.AddNode("Split", [$"first{layer}", $"second{layer}"], [unit], OnnxAttribute.Integer("axis", 0));
        var difference = _graph.AddNode("Sub", $"difference{layer}", [$"first{layer}", $"second{layer}"]);
        var square = _graph.AddNode("Mul", $"square{layer}", [difference, difference]);
        var head = _graph.AddConstant($"head{layer}", [1, Layers[layer].Outputs, 1, 1], Head(_heads, layer));
        var weighed = _graph.AddNode("Conv", $"weighed{layer}", [square, head], OnnxAttribute.Integers("kernel_shape", 1, 1));
        return _graph.AddNode("ReduceMean", $"distance{layer}", [weighed], OnnxAttribute.Integers("axes", 2, 3), OnnxAttribute.Integer("keepdims", 0));
    }

    private static float[] Head(IReadOnlyDictionary<string, TorchTensor> heads, int layer) => Tensor(heads, HeadName(layer), 1, Layers[layer].Outputs, 1, 1);

    private static float[] Tensor(IReadOnlyDictionary<string, TorchTensor> tensors, string name, params int[] shape)
    {
        if (!tensors.TryGetValue(name, out var tensor))
        {
            throw new ModelFileException($"the checkpoint lacks the tensor {name}: it is not one of LPIPS on AlexNet");
        }

        return tensor.Shape.AsSpan().SequenceEqual(shape)
            ? tensor.Values
            : throw new ModelFileException($"the checkpoint's tensor {name} has the shape ({string.Join(", ", tensor.Shape)}), not ({string.Join(", ", shape)}): it is not one of LPIPS on AlexNet");
    }
}
