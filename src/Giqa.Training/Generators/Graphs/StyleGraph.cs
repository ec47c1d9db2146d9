namespace Giqa.Training.Generators;

/// <summary>The network of <see cref="StyleGenerator"/>, after training: with its fixed noise and its mean style.</summary>
/// <remarks>
/// A modulated convolution is written as scaling its input by the style and its output by the demodulation, which equals modulating the
/// weights of every image (Karras et al., "Analyzing and Improving the Image Quality of StyleGAN", 2020, section 2.2) at the price of one
/// ordinary convolution.
/// </remarks>
internal static class StyleGraph
{
    internal static string Build(GraphLayers layers, GeneratorWeights weights)
    {
        var shape = weights.Shape;
        var style = Truncate(layers, MapLatent(layers, weights));
        var x = Start(layers, weights, style);
        var growth = Growth.From(weights.Has("growth") ? weights.Tensor("growth").Values[0] : shape.Levels);
        string? image = null;
        for (var level = 0; level <= growth.Level; level++)
        {
            x = StyledLayer(layers, weights, $"layer{level}", level > 0 ? layers.Upsample(x) : x, style);
            // Generators that were trained before there were two layers a level have one.
            x = weights.Has($"{StyleGenerator.SecondOf(level)}.bias") ? StyledLayer(layers, weights, StyleGenerator.SecondOf(level), x, style) : x;
            var colours = Colours(layers, weights, $"colours{level}", x, style);
            image = image is null ? colours
                : layers.Add(layers.Upsample(image), level == growth.Level && growth.IsFading ? layers.Multiply(colours, (float)growth.Share) : colours);
        }

        return growth.Level == shape.Levels ? image! : layers.Repeat(image!, 1 << (shape.Levels - growth.Level));
    }

    private static string MapLatent(GraphLayers layers, GeneratorWeights weights)
    {
        var x = layers.Input(GeneratorGraph.Latent, "batch", $"{weights.Shape.Latent}");
        var meanSquare = layers.Node("ReduceMean", [layers.Multiply(x, x)], Features.Onnx.OnnxAttribute.Integers("axes", 1));
        x = layers.Node("Div", [x, layers.Node("Sqrt", [layers.Add(meanSquare, layers.Number(StyleGenerator.Epsilon))])]);
        for (var i = 0; weights.Has($"mapping{i}.weight"); i++)
        {
            x = layers.LeakyRelu(layers.Linear($"mapping{i}", x), StyleGenerator.Slope);
        }

        return x;
    }

    /// <summary>What the style makes of the first layer; generators that were trained before that was so have a constant.</summary>
    private static string Start(GraphLayers layers, GeneratorWeights weights, string style)
    {
        if (!weights.Has("start.weight"))
        {
            return layers.Trained("start");
        }

        var shape = weights.Shape;
        var x = layers.Node("Gemm", [style, ProgressiveGraph.Scaled(layers, weights, "start", ProgressiveGenerator.FirstGain), layers.Trained("start.bias")], Features.Onnx.OnnxAttribute.Integer("transB", 1));
        return ProgressiveGraph.PixelNormOf(layers, layers.Reshape(x, 0, shape.StyleChannelsAt(0), shape.Base, shape.Base));
    }

    /// <summary>mean + psi (style - mean).</summary>
    private static string Truncate(GraphLayers layers, string style)
    {
        var mean = layers.Trained("mean_style");
        var offset = layers.Multiply(layers.Node("Sub", [style, mean]), layers.OptionalInput(GeneratorGraph.Truncation, 1));
        return layers.Add(mean, offset);
    }

    private static string StyledLayer(GraphLayers layers, GeneratorWeights weights, string name, string x, string style)
    {
        var convolution = $"{name}.convolution";
        var scales = layers.Linear($"{convolution}.style", style);
        x = layers.Convolution(Scale(layers, x, scales), ScaledWeight(layers, weights, convolution), kernel: 3);
        x = Scale(layers, x, Demodulation(layers, weights, convolution, scales));
        x = layers.Add(x, layers.Multiply(layers.Trained($"{name}.noise"), layers.Trained($"{name}.strength")));
        x = layers.Add(x, layers.Trained($"{name}.bias"));
        return layers.Multiply(layers.LeakyRelu(x, StyleGenerator.Slope), StyleGenerator.Gain);
    }

    private static string Colours(GraphLayers layers, GeneratorWeights weights, string name, string x, string style)
    {
        var convolution = $"{name}.convolution";
        var scaled = Scale(layers, x, layers.Linear($"{convolution}.style", style));
        return layers.Add(layers.Convolution(scaled, ScaledWeight(layers, weights, convolution), kernel: 1), layers.Trained($"{name}.bias"));
    }

    /// <summary>The weights as the network uses them: divided by the root of the fan-in.</summary>
    private static string ScaledWeight(GraphLayers layers, GeneratorWeights weights, string name)
    {
        var (shape, values) = weights.Tensor($"{name}.weight");
        var scale = 1 / MathF.Sqrt(shape[1] * shape[2] * shape[3]);
        return layers.Constant($"{name}.weight", shape, Array.ConvertAll(values, value => value * scale));
    }

    /// <summary>1 / sqrt(sum over inputs and kernel of (weight * scale)^2 + epsilon), for each image and output channel.</summary>
    private static string Demodulation(GraphLayers layers, GeneratorWeights weights, string name, string scales)
    {
        var (shape, values) = weights.Tensor($"{name}.weight");
        var (outputs, inputs, kernel) = (shape[0], shape[1], shape[2] * shape[3]);
        var sums = new float[inputs * outputs];
        for (var i = 0; i < values.Length; i++)
        {
            var (output, input) = (i / kernel / inputs, i / kernel % inputs);
            sums[(input * outputs) + output] += values[i] * values[i] / (inputs * kernel);
        }

        var squares = layers.Node("MatMul", [layers.Multiply(scales, scales), layers.Constant($"{name}.squares", [inputs, outputs], sums)]);
        return layers.Node("Reciprocal", [layers.Node("Sqrt", [layers.Add(squares, layers.Number(StyleGenerator.Epsilon))])]);
    }

    private static string Scale(GraphLayers layers, string x, string scales) => layers.Multiply(x, layers.Reshape(scales, 0, -1, 1, 1));
}
