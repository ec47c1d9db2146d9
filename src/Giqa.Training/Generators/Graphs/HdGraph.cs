namespace Giqa.Training.Generators;

/// <summary>The network of <see cref="HdGenerator"/> as far as it has grown.</summary>
internal sealed class HdGraph(GraphLayers layers, GeneratorWeights weights)
{
    internal string Build()
    {
        var shape = weights.Shape;
        var planes = layers.LabelPlanes(layers.Input(GeneratorGraph.Condition, "batch", "1", $"{shape.Size}", $"{shape.Size}"));
        var coarse = Global(layers.Pool(planes, 2), shape);
        if ((int)weights.Tensor("growth").Values[0] == HdGenerator.GlobalAlone)
        {
            return layers.Repeat(layers.Tanh(layers.Convolution("global.out", coarse, kernel: 3, stride: 1)), 2);
        }

        var x = Activate(layers.Convolution("start", planes, kernel: 3, stride: 1, bias: false), shape.Width);
        x = layers.Add(Activate(layers.Convolution("down", x, kernel: 4, stride: 2, bias: false), 2 * shape.Width), coarse);
        for (var i = 0; i < HdGenerator.FineBlocks; i++)
        {
            x = Block($"block{i}", x, 2 * shape.Width);
        }

        return layers.Tanh(layers.Convolution("out", Activate(layers.Doubling("up", x, bias: false), shape.Width), kernel: 3, stride: 1));
    }

    private string Global(string planes, GeneratorShape shape)
    {
        var (width, halvings) = (2 * shape.Width, HdGlobal.Halvings(shape));
        var x = Activate(layers.Convolution("global.start", planes, kernel: 3, stride: 1, bias: false), width);
        for (var i = 0; i < halvings; i++)
        {
            x = Activate(layers.Convolution($"global.down{i}", x, kernel: 4, stride: 2, bias: false), width << (i + 1));
        }

        for (var i = 0; i < HdGlobal.Blocks; i++)
        {
            x = Block($"global.block{i}", x, width << halvings);
        }

        for (var i = 0; i < halvings; i++)
        {
            x = Activate(layers.Doubling($"global.up{i}", x, bias: false), width << (halvings - i - 1));
        }

        return x;
    }

    private string Block(string name, string x, int channels)
    {
        var y = Activate(layers.Convolution($"{name}.convolution0", x, kernel: 3, stride: 1, bias: false), channels);
        return layers.Add(x, layers.InstanceNorm(layers.Convolution($"{name}.convolution1", y, kernel: 3, stride: 1, bias: false), channels));
    }

    private string Activate(string x, int channels) => layers.Relu(layers.InstanceNorm(x, channels));
}
