using Giqa.Features.Onnx;
using Giqa.Training.Modules;

namespace Giqa.Training.Generators;

/// <summary>The network of <see cref="ProgressiveGenerator"/> as far as it has grown.</summary>
internal static class ProgressiveGraph
{
    internal static string Build(GraphLayers layers, GeneratorWeights weights)
    {
        var shape = weights.Shape;
        var growth = Growth.From(weights.Tensor("growth").Values[0]);
        var latent = layers.Multiply(PixelNormOf(layers, layers.Input(GeneratorGraph.Latent, "batch", $"{shape.Latent}")), layers.OptionalInput(GeneratorGraph.Truncation, 1));
        var x = layers.Node("Gemm", [latent, Scaled(layers, weights, "project", ProgressiveGenerator.FirstGain), layers.Trained("project.bias")], OnnxAttribute.Integer("transB", 1));
        x = Activate(layers, layers.Reshape(x, 0, shape.StyleChannelsAt(0), shape.Base, shape.Base));
        x = Activate(layers, Convolve(layers, weights, "start", x));
        var before = x;
        for (var level = 1; level <= growth.Level; level++)
        {
            before = x;
            x = Activate(layers, Convolve(layers, weights, $"level{level}a", layers.Repeat(x, 2)));
            x = Activate(layers, Convolve(layers, weights, $"level{level}b", x));
        }

        var image = Colours(layers, weights, growth.Level, x);
        if (growth.IsFading)
        {
            var old = layers.Repeat(Colours(layers, weights, growth.Level - 1, before), 2);
            image = layers.Add(layers.Multiply(image, (float)growth.Share), layers.Multiply(old, (float)(1 - growth.Share)));
        }

        return growth.Level == shape.Levels ? image : layers.Repeat(image, 1 << (shape.Levels - growth.Level));
    }

    private static string Activate(GraphLayers layers, string x) => PixelNormOf(layers, layers.LeakyRelu(x, ProgressiveGenerator.Slope));

    internal static string PixelNormOf(GraphLayers layers, string x)
    {
        var meanSquare = layers.Node("ReduceMean", [layers.Multiply(x, x)], OnnxAttribute.Integers("axes", 1));
        return layers.Node("Div", [x, layers.Node("Sqrt", [layers.Add(meanSquare, layers.Number(PixelNorm.Epsilon))])]);
    }

    private static string Convolve(GraphLayers layers, GeneratorWeights weights, string name, string x) =>
        layers.Convolution(x, Scaled(layers, weights, name, Equalized.Gain), layers.Trained($"{name}.bias"), kernel: 3);

    private static string Colours(GraphLayers layers, GeneratorWeights weights, int level, string x) =>
        layers.Convolution(x, Scaled(layers, weights, $"colours{level}", ProgressiveGenerator.ColourGain), layers.Trained($"colours{level}.bias"), kernel: 1);

    /// <summary>The weights as the network uses them.</summary>
    internal static string Scaled(GraphLayers layers, GeneratorWeights weights, string name, double gain)
    {
        var (shape, values) = weights.Tensor($"{name}.weight");
        var scale = (float)Equalized.Scale(shape, gain);
        return layers.Constant($"{name}.weight", shape, Array.ConvertAll(values, value => value * scale));
    }
}
