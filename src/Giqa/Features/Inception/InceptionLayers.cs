using Giqa.Features.Checkpoints;
using Giqa.Features.Onnx;

namespace Giqa.Features.Inception;

/// <summary>The layers that Inception is made of, added to a graph with weights from a checkpoint.</summary>
internal sealed class InceptionLayers(OnnxGraph graph, IReadOnlyDictionary<string, TorchTensor> weights)
{
    private const double BatchNormEpsilon = 1e-3;

    /// <summary>The values of a tensor, checked against the shape that the network needs.</summary>
    /// <exception cref="ModelFileException">It is missing or has another shape.</exception>
    internal float[] Tensor(string name, params int[] shape)
    {
        if (!weights.TryGetValue(name, out var tensor))
        {
            throw new ModelFileException($"the checkpoint lacks the tensor {name}: it is not the FID Inception network");
        }

        return tensor.Shape.AsSpan().SequenceEqual(shape)
            ? tensor.Values
            : throw new ModelFileException($"the checkpoint's tensor {name} has the shape ({string.Join(", ", tensor.Shape)}), not ({string.Join(", ", shape)}): it is not the FID Inception network");
    }

    /// <summary>Convolution, batch norm folded into it in float64, ReLU.</summary>
    internal string Convolution(string layer, string x, int inputs, int outputs, Kernel kernel)
    {
        var weight = (float[])Tensor($"{layer}.conv.weight", outputs, inputs, kernel.Height, kernel.Width).Clone();
        var bias = new float[outputs];
        Fold(layer, weight, bias);
        _ = graph.AddConstant($"{layer}.weight", [outputs, inputs, kernel.Height, kernel.Width], weight);
        _ = graph.AddConstant($"{layer}.bias", [outputs], bias);
        var convolution = graph.AddNode(
            "Conv",
            $"{layer}.conv",
            [x, $"{layer}.weight", $"{layer}.bias"],
            OnnxAttribute.Integers("kernel_shape", kernel.Height, kernel.Width),
            OnnxAttribute.Integers("strides", kernel.Stride, kernel.Stride),
            OnnxAttribute.Integers("pads", kernel.PadHeight, kernel.PadWidth, kernel.PadHeight, kernel.PadWidth));
        return graph.AddNode("Relu", layer, [convolution]);
    }

    internal string MaximumPool(string name, string x, int stride, int padding = 0) => graph.AddNode(
        "MaxPool",
        name,
        [x],
        OnnxAttribute.Integers("kernel_shape", 3, 3),
        OnnxAttribute.Integers("strides", stride, stride),
        OnnxAttribute.Integers("pads", padding, padding, padding, padding));

    /// <summary>3 x 3 mean over the pixels inside the image.</summary>
    internal string AveragePool(string name, string x) => graph.AddNode(
        "AveragePool",
        name,
        [x],
        OnnxAttribute.Integers("kernel_shape", 3, 3),
        OnnxAttribute.Integers("strides", 1, 1),
        OnnxAttribute.Integers("pads", 1, 1, 1, 1),
        OnnxAttribute.Integer("count_include_pad", 0));

    internal string Concatenate(string name, params string[] parts) => graph.AddNode("Concat", name, parts, OnnxAttribute.Integer("axis", 1));

    private void Fold(string layer, float[] weight, float[] bias)
    {
        var gamma = Tensor($"{layer}.bn.weight", bias.Length);
        var beta = Tensor($"{layer}.bn.bias", bias.Length);
        var mean = Tensor($"{layer}.bn.running_mean", bias.Length);
        var variance = Tensor($"{layer}.bn.running_var", bias.Length);
        var filter = weight.Length / bias.Length;
        for (var o = 0; o < bias.Length; o++)
        {
            var scale = gamma[o] / Math.Sqrt(variance[o] + BatchNormEpsilon);
            bias[o] = (float)(beta[o] - (mean[o] * scale));
            foreach (ref var value in weight.AsSpan(o * filter, filter))
            {
                value = (float)(value * scale);
            }
        }
    }
}

/// <summary>The geometry of a convolution.</summary>
internal readonly record struct Kernel(int Height, int Width, int Stride = 1, int PadHeight = 0, int PadWidth = 0)
{
    /// <summary>A 1 x 1 convolution.</summary>
    internal static Kernel Point => new(1, 1);

    /// <summary>A kernel of odd sides, padded so that the image keeps its size.</summary>
    internal static Kernel Same(int height, int width) => new(height, width, 1, height / 2, width / 2);
}
