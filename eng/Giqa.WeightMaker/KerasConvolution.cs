using Giqa.Features.Onnx;

namespace Giqa.WeightMaker;

/// <summary>A convolution's kernel and bias in ONNX's layout, with the batch normalisation that follows it folded in.</summary>
/// <remarks>
/// A kernel that was published in steps of a byte stays so in the file, a quarter of the size: the graph makes the numbers of it,
/// once, when it is opened, by the same arithmetic in double as here, and so the same bits.
/// </remarks>
internal sealed class KerasConvolution
{
    private readonly TfjsWeight _weight;
    private readonly double[] _scale;

    private KerasConvolution(long[] shape, TfjsWeight weight, double[] scale, float[] bias, bool isDepthwise)
    {
        Shape = shape;
        _weight = weight;
        _scale = scale;
        Bias = bias;
        Groups = isDepthwise ? shape[0] : 1;
    }

    /// <summary>Outputs, inputs per group, height, width.</summary>
    internal long[] Shape { get; }

    internal float[] Bias { get; }

    internal long Groups { get; }

    /// <summary>Reads a Conv2D or DepthwiseConv2D layer; arithmetic in double, rounded once.</summary>
    internal static KerasConvolution Read(TfjsModel model, KerasLayer layer, KerasLayer? normalization)
    {
        var isDepthwise = layer.Kind == "DepthwiseConv2D";
        var weight = model.Weight($"{layer.Name}/{(isDepthwise ? "depthwise_kernel" : "kernel")}");
        var (height, width, inputs, outputs) = (weight.Shape[0], weight.Shape[1], weight.Shape[2], weight.Shape[3]);
        if (isDepthwise)
        {
            // Keras keeps a depthwise kernel as H x W x C x multiplier; ONNX wants C x 1 x H x W.
            (inputs, outputs) = outputs == 1 ? (1, inputs) : throw new FormatException($"layer {layer.Name}: a depth multiplier of {outputs} is not supported");
        }

        var (scale, shift) = FoldNormalization(model, layer, normalization, outputs);
        return new KerasConvolution([outputs, inputs, height, width], weight, scale, [.. shift.Select(value => (float)value)], isDepthwise);
    }

    /// <summary>Adds the kernel to a graph.</summary>
    /// <returns>The name of the value that it is.</returns>
    internal string AddKernel(OnnxGraph graph, string name)
    {
        if (_weight.ByteSteps is not { } steps)
        {
            var kernel = Reorder<float>(_weight.ToValues());
            var length = kernel.Length / _scale.Length;
            return graph.AddConstant(name, Shape, [.. kernel.Select((value, i) => (float)(value * _scale[i / length]))]);
        }

        var bytes = graph.AddConstant(name + "/steps", Shape, Reorder(_weight.Bytes));
        var number = graph.AddNode("Cast", name + "/double", [bytes], OnnxAttribute.Integer("to", OnnxGraph.DoubleType));
        var scaled = graph.AddNode("Mul", name + "/scaled", [number, graph.AddConstant(name + "/step", [], [steps.Scale])]);
        var shifted = graph.AddNode("Add", name + "/shifted", [scaled, graph.AddConstant(name + "/minimum", [], [steps.Minimum])]);
        var published = graph.AddNode("Cast", name + "/published", [shifted], OnnxAttribute.Integer("to", OnnxGraph.FloatType));
        var exact = graph.AddNode("Cast", name + "/exact", [published], OnnxAttribute.Integer("to", OnnxGraph.DoubleType));
        var folded = graph.AddNode("Mul", name + "/folded", [exact, graph.AddConstant(name + "/normalization", [Shape[0], 1, 1, 1], _scale)]);
        return graph.AddNode("Cast", name, [folded], OnnxAttribute.Integer("to", OnnxGraph.FloatType));
    }

    // Both layouts list, for each place of the kernel, inputs times outputs numbers, outputs fastest.
    private T[] Reorder<T>(ReadOnlySpan<T> values)
    {
        var (outputs, inputs, area) = (Shape[0], Shape[1], Shape[2] * Shape[3]);
        var kernel = new T[values.Length];
        var source = 0;
        for (var place = 0L; place < area; place++)
        {
            for (var input = 0L; input < inputs; input++)
            {
                for (var output = 0L; output < outputs; output++)
                {
                    kernel[(((output * inputs) + input) * area) + place] = values[source++];
                }
            }
        }

        return kernel;
    }

    private static (double[] Scale, double[] Shift) FoldNormalization(TfjsModel model, KerasLayer layer, KerasLayer? normalization, int outputs)
    {
        var scale = new double[outputs];
        var shift = new double[outputs];
        Array.Fill(scale, 1);
        if (layer.Flag("use_bias"))
        {
            shift = Array.ConvertAll(model.Weight(layer.Name + "/bias").ToValues(), value => (double)value);
        }

        if (normalization is null)
        {
            return (scale, shift);
        }

        var epsilon = normalization.Number("epsilon");
        var gamma = normalization.Flag("scale") ? model.Weight(normalization.Name + "/gamma").ToValues() : null;
        var beta = normalization.Flag("center") ? model.Weight(normalization.Name + "/beta").ToValues() : null;
        var mean = model.Weight(normalization.Name + "/moving_mean").ToValues();
        var variance = model.Weight(normalization.Name + "/moving_variance").ToValues();
        for (var i = 0; i < outputs; i++)
        {
            scale[i] = (gamma?[i] ?? 1d) / Math.Sqrt(variance[i] + epsilon);
            shift[i] = ((shift[i] - mean[i]) * scale[i]) + (beta?[i] ?? 0);
        }

        return (scale, shift);
    }
}
