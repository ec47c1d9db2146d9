using Giqa.Features.Onnx;

namespace Giqa.Training.Generators;

/// <summary>Layers with trained weights as ONNX nodes, named as the network names them.</summary>
internal sealed class GraphLayers(GeneratorWeights weights)
{
    private const float BatchNormEpsilon = 1e-5f;

    private readonly OnnxGraph _graph = new("generator");
    private int _unnamed;

    internal string Input(string name, params string[] dimensions) => _graph.AddInput(name, dimensions);

    /// <summary>An input that has a value when none is given.</summary>
    internal string OptionalInput(string name, float initial)
    {
        _ = _graph.AddInput(name, "1");
        return _graph.AddConstant(name, [1], [initial]);
    }

    internal string Constant(string name, long[] shape, float[] values) => _graph.AddConstant(name, shape, values);

    /// <summary>A trained tensor as a constant.</summary>
    internal string Trained(string name)
    {
        var (shape, values) = weights.Tensor(name);
        return _graph.AddConstant(name, shape, values);
    }

    internal string Node(string operation, string[] inputs, params OnnxAttribute[] attributes) =>
        _graph.AddNode(operation, $"{operation.ToLowerInvariant()}_{_unnamed++}", inputs, attributes);

    internal string Linear(string name, string x) =>
        Node("Gemm", [x, Trained($"{name}.weight"), Trained($"{name}.bias")], OnnxAttribute.Integer("transB", 1));

    /// <summary>A convolution that keeps or halves the side.</summary>
    internal string Convolution(string name, string x, int kernel, int stride, bool bias = true) => Node(
        "Conv",
        bias ? [x, Trained($"{name}.weight"), Trained($"{name}.bias")] : [x, Trained($"{name}.weight")],
        OnnxAttribute.Integers("kernel_shape", kernel, kernel),
        OnnxAttribute.Integers("strides", stride, stride),
        Padding(stride == 1 ? kernel / 2 : 1));

    /// <summary>A convolution with weights of its own that keeps the side.</summary>
    internal string Convolution(string x, string weight, int kernel) =>
        Node("Conv", [x, weight], OnnxAttribute.Integers("kernel_shape", kernel, kernel), Padding(kernel / 2));

    /// <summary>A convolution with weights and a bias of its own that keeps the side.</summary>
    internal string Convolution(string x, string weight, string bias, int kernel) =>
        Node("Conv", [x, weight, bias], OnnxAttribute.Integers("kernel_shape", kernel, kernel), Padding(kernel / 2));

    /// <summary>A 4 x 4 transposed convolution that doubles the side.</summary>
    internal string Doubling(string name, string x, bool bias) => Node(
        "ConvTranspose",
        bias ? [x, Trained($"{name}.weight"), Trained($"{name}.bias")] : [x, Trained($"{name}.weight")],
        OnnxAttribute.Integers("kernel_shape", 4, 4),
        OnnxAttribute.Integers("strides", 2, 2),
        Padding(1));

    internal string BatchNorm(string name, string x) => Node(
        "BatchNormalization",
        [x, Trained($"{name}.weight"), Trained($"{name}.bias"), Trained($"{name}.running_mean"), Trained($"{name}.running_var")],
        OnnxAttribute.Float("epsilon", BatchNormEpsilon));

    /// <summary>Each channel of each image normalised for itself.</summary>
    internal string InstanceNorm(string x, int channels) => Node(
        "InstanceNormalization",
        [x, Constant($"ones_{_unnamed++}", [channels], [.. Enumerable.Repeat(1f, channels)]), Constant($"zeros_{_unnamed++}", [channels], new float[channels])],
        OnnxAttribute.Float("epsilon", SpadeNorm.Epsilon));

    /// <summary>The mean of squares of pixels.</summary>
    internal string Pool(string x, int factor) =>
        Node("AveragePool", [x], OnnxAttribute.Integers("kernel_shape", factor, factor), OnnxAttribute.Integers("strides", factor, factor));

    /// <summary>A map of labels as one plane a label: 1 where it is that label, 0 elsewhere.</summary>
    internal string LabelPlanes(string condition)
    {
        var numbers = Node("Round", [Multiply(condition, LabelMaps.Count - 1)]);
        var distances = Node("Abs", [Node("Sub", [numbers, Constant("labels", [1, LabelMaps.Count, 1, 1], Generators.LabelPlanes.Numbers)])]);
        return Relu(Node("Sub", [Number(1), distances]));
    }

    internal string Relu(string x) => Node("Relu", [x]);

    internal string LeakyRelu(string x, float slope) => Node("LeakyRelu", [x], OnnxAttribute.Float("alpha", slope));

    internal string Tanh(string x) => Node("Tanh", [x]);

    internal string Add(string left, string right) => Node("Add", [left, right]);

    internal string Multiply(string left, string right) => Node("Mul", [left, right]);

    internal string Multiply(string x, float factor) => Multiply(x, Number(factor));

    /// <summary>A constant that any shape combines with.</summary>
    internal string Number(float value) => _graph.AddConstant($"number_{_unnamed++}", [1], [value]);

    /// <summary>The same values in another shape; 0 keeps an axis.</summary>
    internal string Reshape(string x, params long[] shape) => Node("Reshape", [x, _graph.AddConstant($"shape_{_unnamed++}", [shape.Length], shape)]);

    /// <summary>Twice the side, bilinear with half-pixel centres.</summary>
    internal string Upsample(string x) => Node(
        "Resize",
        [x, string.Empty, _graph.AddConstant($"scales_{_unnamed++}", [4], new float[] { 1, 1, 2, 2 })],
        OnnxAttribute.Text("mode", "linear"),
        OnnxAttribute.Text("coordinate_transformation_mode", "half_pixel"));

    /// <summary>A whole number of times the side, each pixel repeated.</summary>
    internal string Repeat(string x, int factor) => Node(
        "Resize",
        [x, string.Empty, _graph.AddConstant($"scales_{_unnamed++}", [4], new float[] { 1, 1, factor, factor })],
        OnnxAttribute.Text("mode", "nearest"),
        OnnxAttribute.Text("coordinate_transformation_mode", "asymmetric"),
        OnnxAttribute.Text("nearest_mode", "floor"));

    /// <summary>The finished model.</summary>
    internal byte[] ToModel(string image)
    {
        var shape = weights.Shape;
        _ = _graph.AddNode("Identity", "image", [image]);
        _graph.AddOutput("image", "batch", $"{shape.Channels}", $"{shape.Size}", $"{shape.Size}");
        return _graph.ToModel();
    }

    private static OnnxAttribute Padding(int pixels) => OnnxAttribute.Integers("pads", pixels, pixels, pixels, pixels);
}
