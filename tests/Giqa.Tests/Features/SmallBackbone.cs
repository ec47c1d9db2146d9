using Giqa.Features;
using Giqa.Features.Onnx;

namespace Giqa.Tests.Features;

/// <summary>A network of one convolution, so that tests of the pipeline take milliseconds.</summary>
internal static class SmallBackbone
{
    internal const int Size = 32;
    internal const int FeatureCount = 8;

    internal static Backbone Create(string name = "small", byte[]? model = null) => new(
        new BackboneDescription
        {
            Name = name,
            Summary = "a test's network",
            Licence = "MIT",
            Source = "made by the test",
            FeatureCount = FeatureCount,
            Preprocessing = new Preprocessing { Width = Size, Height = Size },
            Graph = "test",
        },
        new string('0', 64),
        () => model ?? Model());

    internal static byte[] Model() => Graph().ToModel();

    /// <summary>Convolution (<c>conv</c>), rectifier (<c>relu</c>), spatial mean (<c>mean</c>), <c>features</c>.</summary>
    internal static OnnxGraph Graph()
    {
        var graph = new OnnxGraph("small");
        var kernel = Enumerable.Range(0, FeatureCount * 3 * 25).Select(i => MathF.Sin(i * 0.37f)).ToArray();
        _ = graph.AddInput("image", "batch", "3", $"{Size}", $"{Size}");
        _ = graph.AddConstant("kernel", [FeatureCount, 3, 5, 5], kernel);
        _ = graph.AddNode("Conv", "conv", ["image", "kernel"], OnnxAttribute.Integers("strides", 2, 2));
        _ = graph.AddNode("Relu", "relu", ["conv"]);
        _ = graph.AddNode("GlobalAveragePool", "mean", ["relu"]);
        _ = graph.AddNode("Flatten", "features", ["mean"], OnnxAttribute.Integer("axis", 1));
        graph.AddOutput("features", "batch", $"{FeatureCount}");
        return graph;
    }
}
