using Giqa.Features.Onnx;

namespace Giqa.WeightMaker;

/// <summary>
/// Turns a Keras 2 functional model, channels last, into an ONNX graph, channels first, whose one output is the spatial
/// means of chosen layers side by side.
/// </summary>
/// <remarks>
/// The input is <c>image</c>, N x 3 x height x width; the output is <c>features</c>, N x D. Batch normalisation goes into
/// the convolutions, zero padding into their pads. Average pooling with "same" padding divides by the pixels inside the
/// image only, as TensorFlow does.
/// </remarks>
internal sealed class KerasToOnnx
{
    internal const string InputName = "image";
    internal const string OutputName = "features";

    private const string Convolution = "Conv2D";
    private const string DepthwiseConvolution = "DepthwiseConv2D";

    private readonly TfjsModel _model;
    private readonly OnnxGraph _graph = new("backbone");
    private readonly Dictionary<string, string> _values = [];
    private readonly Dictionary<string, long[]> _padding = [];
    private readonly Dictionary<string, KerasLayer> _normalizationAfter = [];

    private KerasToOnnx(TfjsModel model)
    {
        _model = model;
        var layers = model.Layers.ToDictionary(layer => layer.Name);
        foreach (var layer in model.Layers.Where(layer => layer.Kind == "BatchNormalization"))
        {
            // Only a convolution that nothing else reads can take the normalisation in.
            var source = layers[layer.Inputs[0]];
            if (source.Kind is Convolution or DepthwiseConvolution && model.Layers.Count(other => other.Inputs.Contains(source.Name)) == 1)
            {
                _normalizationAfter[source.Name] = layer;
            }
        }
    }

    /// <summary>Converts a model up to the deepest of the wanted layers.</summary>
    /// <param name="model">The model.</param>
    /// <param name="width">Input columns.</param>
    /// <param name="height">Input rows.</param>
    /// <param name="layers">The layers whose spatial means, concatenated in this order, are the features.</param>
    /// <param name="metadata">What a reader of the file should know, by key.</param>
    /// <exception cref="FormatException">A layer is missing, or of a kind that is not supported.</exception>
    internal static byte[] Convert(TfjsModel model, int width, int height, IReadOnlyList<string> layers, IReadOnlyDictionary<string, string> metadata)
    {
        var conversion = new KerasToOnnx(model);
        foreach (var (key, value) in metadata)
        {
            conversion._graph.Metadata[key] = value;
        }

        conversion.AddLayersUpTo(layers, width, height);
        var means = layers.Select(layer => conversion.AddSpatialMean(conversion.ValueOf(layer))).ToArray();
        var joined = means.Length == 1 ? means[0] : conversion._graph.AddNode("Concat", "joined", means, OnnxAttribute.Integer("axis", 1));
        _ = conversion._graph.AddNode("Flatten", OutputName, [joined], OnnxAttribute.Integer("axis", 1));
        conversion._graph.AddOutput(OutputName, "batch", "width");
        return conversion._graph.ToModel();
    }

    private void AddLayersUpTo(IReadOnlyList<string> wanted, int width, int height)
    {
        var missing = wanted.ToHashSet();
        foreach (var layer in _model.Layers)
        {
            _values[layer.Name] = layer.Kind == "InputLayer"
                ? _graph.AddInput(InputName, "batch", "3", $"{height}", $"{width}")
                : Add(layer);
            _ = missing.Remove(layer.Name);
            if (missing.Count == 0)
            {
                return;
            }
        }

        throw new FormatException($"there is no layer {missing.First()}");
    }

    private string AddSpatialMean(string value) => _graph.AddNode("GlobalAveragePool", value + "/mean", [value]);

    private string ValueOf(string layer) =>
        _values.TryGetValue(layer, out var value) ? value : throw new FormatException($"layer {layer} is used before it is made");

    private string Add(KerasLayer layer)
    {
        var inputs = Array.ConvertAll(layer.Inputs, ValueOf);
        return layer.Kind switch
        {
            Convolution or DepthwiseConvolution => AddConvolution(layer, inputs[0]),
            "ZeroPadding2D" => RememberPadding(layer, inputs[0]),
            "BatchNormalization" when _normalizationAfter.GetValueOrDefault(layer.Inputs[0]) == layer => inputs[0],
            "Activation" when layer.Text("activation") == "relu" => _graph.AddNode("Relu", layer.Name, inputs),
            "ReLU" => AddRectifier(layer, inputs),
            "MaxPooling2D" when layer.Text("padding") == "valid" => AddPooling(layer, inputs, "MaxPool"),
            "AveragePooling2D" => AddPooling(layer, inputs, "AveragePool"),
            "Concatenate" => _graph.AddNode("Concat", layer.Name, inputs, OnnxAttribute.Integer("axis", 1)),
            "Add" => _graph.AddNode("Add", layer.Name, inputs),
            "Dropout" => inputs[0],
            _ => throw new FormatException($"layer {layer.Name} of kind {layer.Kind} is not supported here"),
        };
    }

    private string RememberPadding(KerasLayer layer, string input)
    {
        // Keras lists top, bottom, left, right; ONNX wants top, left, bottom, right.
        var sides = layer.Integers("padding");
        _padding[layer.Name] = [sides[0], sides[2], sides[1], sides[3]];
        return input;
    }

    private string AddConvolution(KerasLayer layer, string input)
    {
        var convolution = KerasConvolution.Read(_model, layer, _normalizationAfter.GetValueOrDefault(layer.Name));
        var kernel = convolution.AddKernel(_graph, layer.Name + "/kernel");
        var bias = _graph.AddConstant(layer.Name + "/bias", [convolution.Shape[0]], convolution.Bias);
        return _graph.AddNode(
            "Conv",
            layer.Name,
            [input, kernel, bias],
            OnnxAttribute.Integers("kernel_shape", convolution.Shape[2], convolution.Shape[3]),
            OnnxAttribute.Integers("strides", layer.Integers("strides")),
            OnnxAttribute.Integers("pads", PadsOf(layer, convolution.Shape[2], convolution.Shape[3])),
            OnnxAttribute.Integer("group", convolution.Groups));
    }

    private string AddRectifier(KerasLayer layer, string[] inputs)
    {
        if (!layer.Has("max_value"))
        {
            return _graph.AddNode("Relu", layer.Name, inputs);
        }

        var lowest = _graph.AddConstant(layer.Name + "/lowest", [], [0f]);
        var highest = _graph.AddConstant(layer.Name + "/highest", [], [(float)layer.Number("max_value")]);
        return _graph.AddNode("Clip", layer.Name, [inputs[0], lowest, highest]);
    }

    private string AddPooling(KerasLayer layer, string[] inputs, string operation)
    {
        var size = layer.Integers("pool_size");
        return _graph.AddNode(
            operation,
            layer.Name,
            inputs,
            OnnxAttribute.Integers("kernel_shape", size),
            OnnxAttribute.Integers("strides", layer.Integers("strides")),
            OnnxAttribute.Integers("pads", PadsOf(layer, size[0], size[1])));
    }

    private long[] PadsOf(KerasLayer layer, long height, long width)
    {
        if (layer.Text("padding") == "valid")
        {
            return _padding.GetValueOrDefault(layer.Inputs[0], [0, 0, 0, 0]);
        }

        // With a stride, "same" pads by amounts that depend on the input's size; no supported model needs it.
        return layer.Integers("strides").All(stride => stride == 1) && !_padding.ContainsKey(layer.Inputs[0])
            ? [(height - 1) / 2, (width - 1) / 2, height / 2, width / 2]
            : throw new FormatException($"layer {layer.Name}: \"same\" padding with a stride is not supported");
    }
}
