using System.Globalization;
using Giqa.Features.Onnx;
using Giqa.Models;
using Giqa.Training.Modules;

namespace Giqa.Training.Risa;

/// <summary>
/// Writes a trained network as ONNX with two inputs: the extractor once for each, from the same weights. Batch normalisation is folded into the
/// convolution before it, in float64.
/// </summary>
internal sealed class RisaGraph
{
    private const string Channels = "3";

    private readonly OnnxGraph _graph = new("risa");
    private readonly RisaNetwork _network;
    private readonly List<(string Weight, string Bias, Conv2d Convolution)> _convolutions = [];
    private readonly string _scale;
    private readonly string _one;
    private readonly string _floor;
    private readonly (string Weight, string Bias) _style;

    private RisaGraph(RisaNetwork network)
    {
        _network = network;
        _scale = _graph.AddConstant("pixel/scale", [1], [(float)StyleExtractor.PixelScale]);
        _one = _graph.AddConstant("pixel/shift", [1], [1f]);
        _floor = _graph.AddConstant("variance/floor", [1], [(float)StyleExtractor.VarianceFloor]);
        foreach (var (convolution, norm) in network.Extractor.Convolutions)
        {
            var (weight, bias) = Fold(convolution, norm);
            var name = $"convolution{_convolutions.Count}";
            _convolutions.Add((_graph.AddConstant($"{name}/weight", convolution.Weight.Shape, weight), _graph.AddConstant($"{name}/bias", [bias.Length], bias), convolution));
        }

        var style = network.Extractor.Style;
        _style = AddWeights("style", (style.Weight.ToSingle(), style.Bias!.ToSingle()));
    }

    /// <summary>Writes the network, on the training thread.</summary>
    /// <returns>An ONNX model: <c>reference</c> and <c>image</c>, N x 3 x side x side, 0..255, to <c>logits</c> and <c>quality</c>.</returns>
    internal static byte[] Write(RisaNetwork network)
    {
        var writer = new RisaGraph(network);
        var (graph, classifiers) = (writer._graph, network.ToClassifiers());
        var side = network.Side.ToString(CultureInfo.InvariantCulture);
        var reference = writer.AddExtractor(graph.AddInput(PairModel.ReferenceInput, "batch", Channels, side, side));
        var image = writer.AddExtractor(graph.AddInput(PairModel.ImageInput, "batch", Channels, side, side));
        var difference = graph.AddNode("Abs", "difference", [graph.AddNode("Sub", "signed", [reference, image])]);
        var hidden = graph.AddNode("Relu", "hidden/relu", [writer.AddLinear("hidden", difference, writer.AddWeights("hidden", classifiers.Hidden))]);
        var logits = writer.AddLinear("logits", hidden, writer.AddWeights("output", classifiers.Output));
        var mean = graph.AddNode("ReduceMean", "quality", [graph.AddNode("Sigmoid", "probabilities", [logits])], OnnxAttribute.Integers("axes", 1), OnnxAttribute.Integer("keepdims", 0));
        graph.AddOutput(logits, "batch", network.Outputs.ToString(CultureInfo.InvariantCulture));
        graph.AddOutput(mean, "batch");
        return graph.ToModel();
    }

    private string AddExtractor(string input)
    {
        var map = _graph.AddNode("Sub", $"{input}/prepared", [_graph.AddNode("Mul", $"{input}/scaled", [input, _scale]), _one]);
        var statistics = new List<string>();
        for (var i = 0; i < _convolutions.Count; i++)
        {
            var (weight, bias, convolution) = _convolutions[i];
            var padding = convolution.Options.Padding;
            var output = _graph.AddNode(
                "Conv",
                $"{input}/convolution{i}",
                [map, weight, bias],
                OnnxAttribute.Integers("kernel_shape", convolution.Weight.Size(2), convolution.Weight.Size(3)),
                OnnxAttribute.Integers("pads", padding, padding, padding, padding),
                OnnxAttribute.Integers("strides", convolution.Options.Stride, convolution.Options.Stride));
            map = _graph.AddNode("Relu", $"{input}/map{i}", [output]);
            statistics.AddRange(i > 0 ? AddStatistics($"{input}/map{i}", map) : []);
        }

        var joined = _graph.AddNode("Concat", $"{input}/statistics", [.. statistics], OnnxAttribute.Integer("axis", 1));
        return AddLinear($"{input}/style", joined, _style);
    }

    private string[] AddStatistics(string name, string map)
    {
        var mean = _graph.AddNode("ReduceMean", $"{name}/mean", [map], OnnxAttribute.Integers("axes", 2, 3), OnnxAttribute.Integer("keepdims", 1));
        var centred = _graph.AddNode("Sub", $"{name}/centred", [map, mean]);
        var square = _graph.AddNode("Mul", $"{name}/square", [centred, centred]);
        var variance = _graph.AddNode("ReduceMean", $"{name}/variance", [square], OnnxAttribute.Integers("axes", 2, 3), OnnxAttribute.Integer("keepdims", 0));
        var deviation = _graph.AddNode("Sqrt", $"{name}/deviation", [_graph.AddNode("Add", $"{name}/raised", [variance, _floor])]);
        return [_graph.AddNode("Flatten", $"{name}/means", [mean], OnnxAttribute.Integer("axis", 1)), deviation];
    }

    private (string Weight, string Bias) AddWeights(string name, (float[] Weight, float[] Bias) layer) => (
        _graph.AddConstant($"{name}/weight", [layer.Bias.Length, layer.Weight.Length / layer.Bias.Length], layer.Weight),
        _graph.AddConstant($"{name}/bias", [layer.Bias.Length], layer.Bias));

    private string AddLinear(string name, string input, (string Weight, string Bias) weights) =>
        _graph.AddNode("Gemm", name, [input, weights.Weight, weights.Bias], OnnxAttribute.Integer("transB", 1));

    private static (float[] Weight, float[] Bias) Fold(Conv2d convolution, BatchNorm2d norm)
    {
        var (weight, bias) = (convolution.Weight.ToSingle(), convolution.Bias!.ToSingle());
        var (gamma, beta) = (norm.Weight.ToSingle(), norm.Bias.ToSingle());
        var (mean, variance) = (norm.RunningMean.ToSingle(), norm.RunningVariance.ToSingle());
        var filter = weight.Length / bias.Length;
        for (var channel = 0; channel < bias.Length; channel++)
        {
            var scale = gamma[channel] / Math.Sqrt(variance[channel] + norm.Epsilon);
            bias[channel] = (float)(((bias[channel] - (double)mean[channel]) * scale) + beta[channel]);
            foreach (ref var value in weight.AsSpan(channel * filter, filter))
            {
                value = (float)(value * scale);
            }
        }

        return (weight, bias);
    }
}
