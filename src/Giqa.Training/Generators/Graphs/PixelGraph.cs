using Giqa.Features.Onnx;

namespace Giqa.Training.Generators;

/// <summary>The network of <see cref="PixelGenerator"/>, after training.</summary>
internal static class PixelGraph
{
    internal static string Build(GraphLayers layers, GeneratorShape shape)
    {
        var x = layers.Input(GeneratorGraph.Condition, "batch", $"{shape.ConditionChannels}", $"{shape.Size}", $"{shape.Size}");
        var skips = new Stack<string>();
        for (var level = shape.Levels - 1; level >= 0; level--)
        {
            x = layers.Convolution($"down{level}", x, kernel: 4, stride: 2, bias: level == shape.Levels - 1);
            x = layers.LeakyRelu(level == shape.Levels - 1 ? x : layers.BatchNorm($"down_norm{level}", x), PixelGenerator.Slope);
            skips.Push(x);
        }

        for (var i = 0; i < PixelGenerator.MiddleLayers; i++)
        {
            x = layers.Relu(layers.BatchNorm($"middle_norm{i}", layers.Convolution($"middle{i}", x, kernel: 3, stride: 1, bias: false)));
        }

        for (var level = 0; level < shape.Levels; level++)
        {
            x = layers.Node("Concat", [x, skips.Pop()], OnnxAttribute.Integer("axis", 1));
            x = level == shape.Levels - 1
                ? layers.Tanh(layers.Doubling("out", x, bias: true))
                : layers.Relu(layers.BatchNorm($"up_norm{level}", layers.Doubling($"up{level}", x, bias: false)));
        }

        return x;
    }
}
