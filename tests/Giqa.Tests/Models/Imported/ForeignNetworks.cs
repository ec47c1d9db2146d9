using Giqa.Features;
using Giqa.Features.Onnx;
using Giqa.Images;
using Giqa.Tests.Support;
using MathNet.Numerics.LinearRegression;

namespace Giqa.Tests.Models.Imported;

/// <summary>
/// Scorers of the shapes that others publish, small and trained here: on painted images whose damage is known, to tell its level.
/// NIMA's has channels last, pixels in -1..1 and ten probabilities of the marks 1 to 10; DeepIQA's has channels first, gives a map of patches, and
/// falls where images get better.
/// </summary>
internal static class ForeignNetworks
{
    internal const int Size = 32;

    private const int Filters = 4;
    private const int Levels = 5;
    private const double Spread = 1.5;

    private static readonly Lazy<double[]> Trained = new(Train);

    /// <summary>The image of a number, damaged by noise of a strength; 0 leaves it as it is.</summary>
    internal static RgbImage Damaged(int number, int strength) => strength == 0
        ? PaintedImages.Paint(number, Size)
        : Degradation.Apply(PaintedImages.Paint(number, Size), DegradationKind.Noise, strength, (ulong)number);

    /// <summary>N x H x W x 3 in -1..1 to N x 10 probabilities.</summary>
    internal static byte[] Nima()
    {
        var graph = new OnnxGraph("nima");
        _ = graph.AddInput("input_1", "batch", $"{Size}", $"{Size}", "3");
        var halved = graph.AddNode("Mul", "halved", [graph.AddNode("Transpose", "planes", ["input_1"], OnnxAttribute.Integers("perm", 0, 3, 1, 2)), graph.AddConstant("half", [1], [.5f])]);
        _ = graph.AddNode("Flatten", "pooled", [graph.AddNode("GlobalAveragePool", "mean", [Filtered(graph, graph.AddNode("Add", "unit", [halved, "half"]))])]);

        // A softmax of k m / s^2 - k^2 / 2 s^2 is a discrete Gaussian about m; marks fall from 9 by 1.5 a level.
        var (weights, biases) = (new float[Filters * 10], new float[10]);
        for (var bin = 0; bin < 10; bin++)
        {
            var mark = bin + 1;
            biases[bin] = (float)(((mark * (9 - (1.5 * Trained.Value[0]))) - (mark * mark / 2.0)) / Spread);
            for (var filter = 0; filter < Filters; filter++)
            {
                weights[(filter * 10) + bin] = (float)(mark * -1.5 * Trained.Value[filter + 1] / Spread);
            }
        }

        _ = graph.AddNode("Gemm", "logits", ["pooled", graph.AddConstant("weights", [Filters, 10], weights), graph.AddConstant("biases", [10], biases)]);
        graph.AddOutput(graph.AddNode("Softmax", "dense_1", ["logits"], OnnxAttribute.Integer("axis", 1)), "batch", "10");
        return graph.ToModel();
    }

    /// <summary>N x 3 x H x W in 0..1 to N x 1 x 4 x 4, a level of damage for each patch.</summary>
    internal static byte[] DeepIqa()
    {
        var graph = new OnnxGraph("deepiqa");
        var filtered = Filtered(graph, graph.AddInput("x", "batch", "3", $"{Size}", $"{Size}"));
        var patches = graph.AddNode("AveragePool", "patches", [filtered], OnnxAttribute.Integers("kernel_shape", 8, 8), OnnxAttribute.Integers("strides", 8, 8));
        _ = graph.AddConstant("weights", [1, Filters, 1, 1], Trained.Value[1..].Select(weight => (float)weight).ToArray());
        graph.AddOutput(graph.AddNode("Conv", "levels", [patches, "weights", graph.AddConstant("bias", [1], [(float)Trained.Value[0]])]), "batch", "1", "4", "4");
        return graph.ToModel();
    }

    /// <summary>N x 3 x H x W to N x 2: the brightness, and what is missing to white.</summary>
    internal static byte[] Pair()
    {
        var graph = new OnnxGraph("pair");
        var mean = graph.AddNode("Flatten", "rgb", [graph.AddNode("GlobalAveragePool", "mean", [graph.AddInput("x", "batch", "3", $"{Size}", $"{Size}")])]);
        _ = graph.AddConstant("weights", [3, 2], [1f / 3, -1f / 3, 1f / 3, -1f / 3, 1f / 3, -1f / 3]);
        graph.AddOutput(graph.AddNode("Gemm", "both", [mean, "weights", graph.AddConstant("bias", [2], [0f, 1f])]), "batch", "2");
        return graph.ToModel();
    }

    /// <summary>Absolute responses to four small filters: brightness, two gradients and the Laplacian.</summary>
    private static string Filtered(OnnxGraph graph, string pixels)
    {
        float[][] kernels = [[0, 0, 0, 0, 1, 0, 0, 0, 0], [0, 0, 0, -1, 0, 1, 0, 0, 0], [0, -1, 0, 0, 0, 0, 0, 1, 0], [0, 1, 0, 1, -4, 1, 0, 1, 0]];
        _ = graph.AddConstant("kernel", [Filters, 3, 3, 3], [.. kernels.SelectMany(kernel => Enumerable.Repeat(kernel, 3).SelectMany(values => values))]);
        return graph.AddNode("Abs", "responses", [graph.AddNode("Conv", "conv", [pixels, "kernel"], OnnxAttribute.Integers("pads", 1, 1, 1, 1))]);
    }

    /// <summary>Least squares from the filters' means to the level of damage: an intercept and a weight for each.</summary>
    private static double[] Train()
    {
        var graph = new OnnxGraph("features");
        var filtered = Filtered(graph, graph.AddInput("x", "batch", "3", $"{Size}", $"{Size}"));
        graph.AddOutput(graph.AddNode("Flatten", "pooled", [graph.AddNode("GlobalAveragePool", "mean", [filtered])]), "batch", $"{Filters}");
        using var extractor = new FeatureExtractor(EmbeddedBackbone.Create("features", graph.ToModel(), Filters, new Preprocessing { Width = Size, Height = Size }));
        (int Number, int Level)[] examples = [.. Enumerable.Range(5000, 60).SelectMany(number => Enumerable.Range(0, Levels + 1).Select(level => (number, level)))];
        return MultipleRegression.NormalEquations(
            Array.ConvertAll(examples, example => Array.ConvertAll(extractor.Extract(Damaged(example.Number, example.Level)), value => (double)value)),
            Array.ConvertAll(examples, example => (double)example.Level),
            intercept: true);
    }
}
