using Giqa.Features;
using Giqa.Features.Onnx;
using Giqa.Features.ResNet;
using Giqa.Tests.Support;

namespace Giqa.Tests.Features.ResNet;

public sealed class ResNetNetworkTests
{
    // A stand-in for the published network: every tap is the input through an old BatchNormalization, its channels repeated.
    [Fact]
    public void Build_GivesMeansAndDeviationsOfTheTaps_BlueFirst()
    {
        var image = PaintedImages.Paint(1, ResNetNetwork.InputSize);
        var backbone = new Backbone(ResNetBackbone.Pulled.Description, new string('0', 64), () => ResNetNetwork.Build(StandIn()));
        using var extractor = new FeatureExtractor(backbone);
        var features = extractor.Extract(image);
        var (sums, squares, count) = (new double[3], new double[3], image.Width * image.Height);
        var means = new[] { 123.15, 115.90, 103.06 };
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            var value = Math.Max(0, (2 * (image.Pixels[i] - means[i % 3])) + 300);
            sums[i % 3] += value / count;
            squares[i % 3] += value * value / count;
        }

        var first = 0;
        for (var block = 0; block < ResNetNetwork.Blocks.Count; block++)
        {
            for (var i = 0; i < ResNetNetwork.Blocks[block]; i++)
            {
                var channel = 2 - (i % 3);
                Assert.Equal(block % 2 == 0 ? sums[channel] : Math.Sqrt(squares[channel] - (sums[channel] * sums[channel])), features[first + i], 1e-3 * sums[channel]);
            }

            first += ResNetNetwork.Blocks[block];
        }

        Assert.Equal(ResNetBackbone.Pulled.Description.FeatureCount, first);
    }

    [Fact]
    public void Open_WithoutWeights_SaysHowToGetThem()
    {
        using var folder = new TemporaryFolder();
        var store = new BackboneStore(folder.Path);
        Assert.Contains("giqa models pull resnet18", Assert.Throws<GiqaException>(() => store.Open("resnet18")).Message, StringComparison.Ordinal);
        Assert.False(store.List().Single(entry => entry.Name == "resnet18").IsInstalled);
        Assert.Equal("mobilenet-low", store.DefaultName);
    }

    [Theory]
    [InlineData("ResNet18.onnx")]
    [InlineData("any.nupkg")]
    public async Task Install_AnotherFile_IsRefused(string name)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File(name), "something else");
        var error = await Assert.ThrowsAsync<GiqaException>(() => new BackboneStore(folder.File("store")).InstallAsync("resnet18", folder.File(name), default));
        Assert.Contains("SHA-256", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("store")));
    }

    private static byte[] StandIn()
    {
        var graph = new OnnxGraph("stand-in");
        _ = graph.AddInput("Input247", "1", "3", "224", "224");
        string[] constants = [Three("scale", 2), Three("shift", 300), Three("mean", 0), Three("variance", 1)];
        var normal = graph.AddNode("BatchNormalization", "normal", ["Input247", .. constants], OnnxAttribute.Integer("spatial", 1), OnnxAttribute.Float("epsilon", 1e-12f));
        var value = graph.AddNode("Relu", "relu", [normal]);
        foreach (var (tap, width) in ResNetNetwork.Taps.Zip([64, 128, 256, 512]))
        {
            long[] channels = [.. Enumerable.Range(0, width).Select(i => (long)(i % 3))];
            _ = graph.AddNode("Gather", $"{tap}_Output_0", [value, graph.AddConstant($"{tap}_channels", [width], channels)], OnnxAttribute.Integer("axis", 1));
            graph.AddOutput($"{tap}_Output_0", "1", $"{width}", "224", "224");
        }

        return graph.ToModel();

        string Three(string name, float number) => graph.AddConstant(name, [3], new[] { number, number, number });
    }
}
