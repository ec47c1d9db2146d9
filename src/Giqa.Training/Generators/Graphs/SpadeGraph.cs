namespace Giqa.Training.Generators;

/// <summary>The network of <see cref="SpadeGenerator"/>, after training.</summary>
internal sealed class SpadeGraph(GraphLayers layers, GeneratorShape shape)
{
    internal string Build()
    {
        var planes = layers.LabelPlanes(layers.Input(GeneratorGraph.Condition, "batch", "1", $"{shape.Size}", $"{shape.Size}"));
        var x = layers.Convolution("start", At(planes, 0), kernel: 3, stride: 1);
        for (var level = 0; level <= shape.Levels; level++)
        {
            var (from, to) = (shape.StyleChannelsAt(Math.Max(level - 1, 0)), shape.StyleChannelsAt(level));
            x = Block($"block{level}", level == 0 ? x : layers.Repeat(x, 2), At(planes, level), from, to);
        }

        return layers.Tanh(layers.Convolution("out", layers.LeakyRelu(x, SpadeGenerator.Slope), kernel: 3, stride: 1));
    }

    private string At(string planes, int level)
    {
        var factor = 1 << (shape.Levels - level);
        return factor == 1 ? planes : layers.Pool(planes, factor);
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
        var normal = layers.InstanceNorm(x, channels);
        var seen = layers.Relu(layers.Convolution($"{name}.shared", planes, kernel: 3, stride: 1));
        var scale = layers.Add(layers.Convolution($"{name}.scale", seen, kernel: 3, stride: 1), layers.Number(1));
        return layers.Add(layers.Multiply(normal, scale), layers.Convolution($"{name}.shift", seen, kernel: 3, stride: 1));
    }
}
