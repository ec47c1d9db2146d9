using Giqa.Features.Onnx;

namespace Giqa.Training.Generators;

/// <summary>The network of <see cref="SpadeGenerator"/>, after training.</summary>
internal sealed class SpadeGraph(GraphLayers layers, GeneratorShape shape)
{
    internal string Build()
    {
        var planes = Planes(layers.Input(GeneratorGraph.Condition, "batch", "1", $"{shape.Size}", $"{shape.Size}"));
        var x = layers.Convolution("start", At(planes, 0), kernel: 3, stride: 1);
        for (var level = 0; level <= shape.Levels; level++)
        {
            var (from, to) = (shape.StyleChannelsAt(Math.Max(level - 1, 0)), shape.StyleChannelsAt(level));
            x = Block($"block{level}", level == 0 ? x : layers.Repeat(x, 2), At(planes, level), from, to);
        }

        return layers.Tanh(layers.Convolution("out", layers.LeakyRelu(x, SpadeGenerator.Slope), kernel: 3, stride: 1));
    }

    /// <summary>1 where it is a label, 0 elsewhere.</summary>
    private string Planes(string condition)
    {
        var numbers = layers.Node("Round", [layers.Multiply(condition, LabelMaps.Count - 1)]);
        var distances = layers.Node("Abs", [layers.Node("Sub", [numbers, layers.Constant("labels", [1, LabelMaps.Count, 1, 1], LabelPlanes.Numbers)])]);
        return layers.Relu(layers.Node("Sub", [layers.Number(1), distances]));
    }

    private string At(string planes, int level)
    {
        var factor = 1 << (shape.Levels - level);
        return factor == 1 ? planes : layers.Node("AveragePool", [planes], OnnxAttribute.Integers("kernel_shape", factor, factor), OnnxAttribute.Integers("strides", factor, factor));
    }

    private string Block(string name, string x, string planes, int inputs, int outputs)
    {
        var middle = Math.Min(inputs, outputs);
        var y = layers.LeakyRelu(Norm($"{name}.norm0", x, planes, inputs), SpadeGenerator.Slope);
        y = layers.LeakyRelu(Norm($"{name}.norm1", layers.Convolution($"{name}.convolution0", y, kernel: 3, stride: 1), planes, middle), SpadeGenerator.Slope);
        y = layers.Convolution($"{name}.convolution1", y, kernel: 3, stride: 1);
        return layers.Add(y, inputs == outputs ? x : layers.Convolution(Norm($"{name}.norm_short", x, planes, inputs), layers.Trained($"{name}.short.weight"), kernel: 1));
    }

    private string Norm(string name, string x, string planes, int channels)
    {
        var ones = layers.Constant($"{name}.ones", [channels], [.. Enumerable.Repeat(1f, channels)]);
        var zeros = layers.Constant($"{name}.zeros", [channels], new float[channels]);
        var normal = layers.Node("InstanceNormalization", [x, ones, zeros], OnnxAttribute.Float("epsilon", SpadeNorm.Epsilon));
        var seen = layers.Relu(layers.Convolution($"{name}.shared", planes, kernel: 3, stride: 1));
        var scale = layers.Add(layers.Convolution($"{name}.scale", seen, kernel: 3, stride: 1), layers.Number(1));
        return layers.Add(layers.Multiply(normal, scale), layers.Convolution($"{name}.shift", seen, kernel: 3, stride: 1));
    }
}
