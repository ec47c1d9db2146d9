using Giqa.Features;
using Giqa.Features.Onnx;
using Giqa.Models;
using Giqa.Tests.Support;

namespace Giqa.Tests.Features;

/// <summary>Networks as other programs export them: fixed sizes, grey, float16, weights beside the file, several inputs and outputs.</summary>
public sealed class BackboneImportTests : IDisposable
{
    private const int Size = 16;
    private readonly TemporaryFolder _folder = new();

    private BackboneStore Store => new(_folder.File("store"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Import_FixedSize_IsTheFilesOwn()
    {
        var imported = Import(Network(channels: 3, width: 24), options => options with { TakesSizeOfGraph = true });
        Assert.Equal((24, Size), (imported.Preprocessing.Width, imported.Preprocessing.Height));
        Assert.Equal(FeaturesOf(Network(channels: 3, width: 24), 24), Extract(imported));
    }

    [Fact]
    public void Import_SizeNamedThatIsNotTheFiles_SaysBoth() =>
        AssertRefused(Network(channels: 3, width: 24), "[any, 3, 16, 24]", "24 x 16", "not 16 x 16", "--size");

    [Fact]
    public void Import_SizeNotFixed_IsTheNamedOne()
    {
        var imported = Import(Network(axes: ["batch", "3", "h", "w"]), options => options with { TakesSizeOfGraph = true });
        Assert.Equal((Size, Size), (imported.Preprocessing.Width, imported.Preprocessing.Height));
    }

    [Fact]
    public void Import_Grey_IsGivenTheLuma()
    {
        var grey = Extract(Import(Network(channels: 1)));
        // The same convolution, its one channel's kernel spread over three by luma's weights.
        var (kernel, colour) = (Kernel(1), new float[4 * 3 * 9]);
        for (var i = 0; i < colour.Length; i++)
        {
            colour[i] = kernel[(i / 27 * 9) + (i % 9)] * ((float[])[.299f, .587f, .114f])[i / 9 % 3];
        }

        AssertNear(FeaturesOf(Network(channels: 3, kernel: colour)), grey, 1e-5);
    }

    [Fact]
    public void Import_ChannelsLast_IsSeenInTheFile()
    {
        AssertRefused(ChannelsLast("3"), "[any, 16, 16, 3]", "layout nchw", "--layout");
        var imported = Import(ChannelsLast("3"), options => options with { TakesLayoutOfGraph = true });
        Assert.Equal(TensorLayout.ChannelsLast, imported.Preprocessing.Layout);
        AssertNear(FeaturesOf(Network(channels: 3)), Extract(imported), 1e-5);
    }

    [Fact]
    public void Import_ChannelsLastAndGrey_IsBoth() => AssertNear(
        Extract(Import(Network(channels: 1))),
        Extract(Import(ChannelsLast("1"), options => options with { Name = "b", TakesLayoutOfGraph = true })),
        1e-5);

    [Fact]
    public void Import_HalfPrecision_IsConverted()
    {
        var half = Network(channels: 3, halves: true);
        var expected = FeaturesOf(Network(channels: 3));
        var actual = Extract(Import(half));
        AssertNear(expected, actual, 2e-3);
        Assert.NotEqual(expected, actual);
        Assert.Null(Store.Verify("a").Problem);
    }

    [Fact]
    public void Import_Bytes_WantsPixels()
    {
        var bytes = OnnxSurgery.Retype(Network(channels: 3, prepare: graph => graph.AddNode("Cast", "float", ["image"], OnnxAttribute.Integer("to", 1))), "image", OnnxSurgery.Byte);
        AssertRefused(bytes, "uint8", "--scaling bytes");
        var scaled = Extract(Import(bytes, options => options with { Preprocessing = options.Preprocessing.WithScaling(InputScaling.Bytes) }));
        AssertNear(FeaturesOf(Network(channels: 3), scaling: InputScaling.Bytes), scaled, 1);
    }

    [Fact]
    public void Import_FourChannels_SaysWhichAreAllowed() => AssertRefused(Network(channels: 4), "4 channels", "1 (grey) and 3 (RGB)");

    [Fact]
    public void Import_FixedBatch_SaysHowToExport() => AssertRefused(Network(axes: ["4", "3", "16", "16"]), "batches of exactly 4", "dynamic_axes");

    [Fact]
    public void Import_ThreeAxes_SaysWhatPicturesHave() => AssertRefused(Vectors("batch", "3", "16"), "[any, 3, 16]", "four axes");

    [Fact]
    public void Import_NetworkThatCannotTakeWhatItDeclares_KeepsWhatTheRuntimeExpected()
    {
        // Its file leaves rows and columns open, its weights do not.
        var graph = new OnnxGraph("x");
        _ = graph.AddInput("image", "batch", "3", "h", "w");
        _ = graph.AddConstant("weights", [3 * 8 * 8, 2], new float[3 * 8 * 8 * 2]);
        _ = graph.AddNode("Flatten", "flat", ["image"], OnnxAttribute.Integer("axis", 1));
        _ = graph.AddNode("MatMul", "features", ["flat", "weights"]);
        graph.AddOutput("features", "batch", "2");
        AssertRefused(graph.ToModel(), "is not a network that can be run", "MatMul");
        Assert.Equal(
            "Got invalid dimensions for input: image for the following indices, index: 2 Got: 224 Expected: 64",
            OnnxFailure.OneLine("Got invalid dimensions for input: image for the following indices\n index: 2 Got: 224 Expected: 64\n Please fix either the inputs/outputs or the model."));
    }

    [Fact]
    public void Import_WeightsBesideTheFile_AreTakenIntoTheStore()
    {
        var model = OnnxSurgery.MoveWeights(Network(channels: 3), _folder.Path, "network.onnx.data");
        var imported = Import(model);
        File.Delete(_folder.File("network.onnx.data"));
        Assert.Equal(FeaturesOf(Network(channels: 3)), Extract(imported));
        Assert.Equal(FeaturesOf(Network(channels: 3)), Extract(Store.Open("a")));
        Assert.Null(Store.Verify("a").Problem);
    }

    [Fact]
    public void Import_WeightsInASubfolder_AreTaken() =>
        Assert.Equal(FeaturesOf(Network(channels: 3)), Extract(Import(OnnxSurgery.MoveWeights(Network(channels: 3), _folder.Path, "data/w.bin"))));

    [Theory]
    [InlineData("../outside.bin")]
    [InlineData("data/../../outside.bin")]
    [InlineData("..\\outside.bin")]
    [InlineData("\\x2e\\x2e/outside.bin")]
    [InlineData("/etc/hostname")]
    [InlineData("C:\\outside.bin")]
    [InlineData("")]
    [InlineData("a\nb")]
    public void Import_WeightsOutsideOfTheFolder_AreNotRead(string location)
    {
        var inner = Directory.CreateDirectory(_folder.File("inner")).FullName;
        var model = OnnxSurgery.MoveWeights(Network(channels: 3), _folder.Path, location, "outside.bin");
        var message = Assert.Throws<ModelFileException>(() => Store.Import(Options(model, Path.Combine(inner, "network.onnx")))).Message;
        Assert.Matches("outside its own folder|cannot be read next to it", message);
        Assert.DoesNotContain('\n', message);
        Assert.False(Directory.Exists(Path.Combine(Store.Folder, "a")));
    }

    [Fact]
    public void Import_LinkOutOfTheFolder_IsNotRead()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var inner = Directory.CreateDirectory(_folder.File("inner")).FullName;
        var model = OnnxSurgery.MoveWeights(Network(channels: 3), _folder.Path, "w.bin", "outside.bin");
        _ = File.CreateSymbolicLink(Path.Combine(inner, "w.bin"), _folder.File("outside.bin"));
        Assert.Contains("outside its own folder", Assert.Throws<ModelFileException>(() => Store.Import(Options(model, Path.Combine(inner, "network.onnx")))).Message, StringComparison.Ordinal);
        // A store of downloads: links to the model and to its weights, both in one other folder.
        File.WriteAllBytes(_folder.File("blob"), model);
        var linked = Directory.CreateDirectory(_folder.File("linked")).FullName;
        _ = File.CreateSymbolicLink(Path.Combine(linked, "network.onnx"), _folder.File("blob"));
        _ = File.CreateSymbolicLink(Path.Combine(linked, "w.bin"), _folder.File("outside.bin"));
        Assert.Equal(FeaturesOf(Network(channels: 3)), Extract(Store.Import(Options(null, Path.Combine(linked, "network.onnx")))));
    }

    [Fact]
    public void Import_WeightsCutShortOrMissing_SaysWhich()
    {
        var model = OnnxSurgery.MoveWeights(Network(channels: 3), _folder.Path, "w.bin");
        File.WriteAllBytes(_folder.File("w.bin"), new byte[10]);
        AssertRefused(model, "'w.bin'", "which has 10", "truncated");
        File.Delete(_folder.File("w.bin"));
        AssertRefused(model, "'w.bin'", "cannot be read next to it");
    }

    [Fact]
    public void Import_SeveralInputs_NamesThem()
    {
        var model = Network(channels: 3, finish: (graph, features) => graph.AddNode("Mul", "scaled", [features, graph.AddInput("strength", "1")]));
        AssertRefused(model, "2 inputs", "image (float32", "strength (float32 [1])", "--output");
        Assert.Equal(FeaturesOf(Network(channels: 3)), Extract(Import(model, options => options with { OutputNode = "flat" })));
    }

    [Fact]
    public void Import_SeveralOutputs_SaysWhichWasTaken()
    {
        var model = Network(channels: 3, finish: (graph, features) =>
        {
            graph.AddOutput(graph.AddNode("Identity", "logits", [features]), "batch", "4");
            return features;
        });
        Assert.Contains("logits, the first of logits, flat", Import(model).Description.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_ScorerOfOurOwn_IsABackboneOfOneFeature()
    {
        using var extractor = new FeatureExtractor(SmallBackbone.Create());
        float[] values = [.. Enumerable.Range(0, 120).SelectMany(i => extractor.Extract(PaintedImages.Paint(i)))];
        FeatureItem[] items = [.. Enumerable.Range(0, 120).Select(i => new FeatureItem($"{i}"))];
        var features = new FeatureSet(new FeatureMatrix(120, SmallBackbone.FeatureCount, values), items, extractor.Backbone.Fingerprint, extractor.Backbone.Name);
        var model = QualityModel.Fit(features, new FitOptions { Components = 2 });
        _ = ScorerExport.Write(model, extractor.Backbone, _folder.File("network.onnx"));
        ImportOptions Own(InputScaling scaling)
        {
            var options = Options(null, _folder.File("network.onnx"), SmallBackbone.Size);
            return options with { Preprocessing = options.Preprocessing.WithScaling(scaling) };
        }

        Assert.Contains("--scaling bytes", Assert.Throws<ModelFileException>(() => Store.Import(Own(InputScaling.Unit))).Message, StringComparison.Ordinal);
        using var imported = new FeatureExtractor(Store.Import(Own(InputScaling.Bytes)));
        var picture = PaintedImages.Paint(500);
        var expected = model.Score(new FeatureMatrix(1, SmallBackbone.FeatureCount, extractor.Extract(picture)))[0];
        Assert.Equal(expected, imported.Extract(picture)[0], Math.Abs(expected) * 1e-5);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("<html>404</html>", "web page")]
    [InlineData("PK\u0003\u0004data.pkl", "torch.onnx.export")]
    [InlineData("version https://git-lfs.github.com/spec/v1", "git lfs pull")]
    [InlineData("# Read me", "cannot be used as an ONNX network")]
    public void Import_WhatIsNoNetwork_SaysWhatItIs(string content, string expected) => AssertRefused(System.Text.Encoding.Latin1.GetBytes(content), expected);

    [Fact]
    public void Import_RandomFeatures_AreRefused()
    {
        var model = Network(channels: 3, finish: (graph, features) =>
            graph.AddNode("Add", "noisy", [features, graph.AddNode("RandomNormalLike", "noise", [features])]));
        AssertRefused(model, "different features each time", "training mode", "eval()");
    }

    [Fact]
    public void Import_ConstantFeatures_AreRefused() => AssertRefused(
        Network(channels: 3, finish: (graph, features) => graph.AddNode("Mul", "nothing", [features, graph.AddConstant("zero", [1], [0f])])),
        "the same features for every picture",
        "--output");

    [Fact]
    public void Import_IntegerOutput_IsRefused() => AssertRefused(
        Network(channels: 3, finish: (graph, features) => graph.AddNode("Cast", "whole", [features], OnnxAttribute.Integer("to", 7)), isTyped: false),
        "Int64",
        "--output");

    [Fact]
    public void Remove_Imported_LeavesTheUsersFiles()
    {
        var model = OnnxSurgery.MoveWeights(Network(channels: 3), _folder.Path, "w.bin");
        _ = Import(model);
        _ = Import(Network(channels: 3), options => options with { Name = "other" });
        File.WriteAllBytes(_folder.File("network.onnx"), model);
        var kept = Directory.CreateDirectory(Path.Combine(Store.Folder, "notes")).FullName;
        File.WriteAllText(Path.Combine(kept, "mine.txt"), "mine");

        Store.Remove("a");

        Assert.Equal(model, File.ReadAllBytes(_folder.File("network.onnx")));
        Assert.True(File.Exists(_folder.File("w.bin")));
        Assert.False(Directory.Exists(Path.Combine(Store.Folder, "a")));
        Assert.Null(Store.Verify("other").Problem);
        foreach (var name in (string[])["a", "notes", "mobilenet-mid", "inception-fid", "..", "../store/other", "", "."])
        {
            var message = Assert.Throws<GiqaException>(() => Store.Remove(name)).Message;
            Assert.Contains($"there is no imported backbone '{name}'; there are other", message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', message);
        }

        Assert.True(File.Exists(Path.Combine(kept, "mine.txt")));
    }

    [Fact]
    public void Remove_FolderWithAFileOfTheUsers_KeepsThatFile()
    {
        _ = Import(Network(channels: 3));
        var mine = Path.Combine(Store.Folder, "a", "mine.txt");
        File.WriteAllText(mine, "mine");

        Store.Remove("a");

        Assert.Equal("mine", File.ReadAllText(mine));
        Assert.Equal([mine], Directory.GetFiles(Path.Combine(Store.Folder, "a")));
        Assert.DoesNotContain(Store.List(), entry => entry.Name == "a");
    }

    /// <summary>Convolution, rectifier, spatial mean, <c>flat</c>, and what a test adds.</summary>
    private static byte[] Network(
        int channels = 3,
        int width = Size,
        string[]? axes = null,
        float[]? kernel = null,
        bool halves = false,
        Func<OnnxGraph, string>? prepare = null,
        Func<OnnxGraph, string, string>? finish = null,
        bool isTyped = true)
    {
        var graph = new OnnxGraph("network");
        var value = graph.AddInput("image", axes ?? ["batch", $"{channels}", $"{Size}", $"{width}"]);
        _ = graph.AddConstant("kernel", [4, channels, 3, 3], kernel ?? Kernel(channels));
        value = prepare?.Invoke(graph) ?? (halves ? graph.AddNode("Cast", "single", [value], OnnxAttribute.Integer("to", 1)) : value);
        value = graph.AddNode("Relu", "relu", [graph.AddNode("Conv", "conv", [value, "kernel"])]);
        value = graph.AddNode("Flatten", "flat", [graph.AddNode("GlobalAveragePool", "mean", [value])], OnnxAttribute.Integer("axis", 1));
        value = halves ? graph.AddNode("Cast", "half", [value], OnnxAttribute.Integer("to", OnnxSurgery.Half)) : value;
        value = finish?.Invoke(graph, value) ?? value;
        if (isTyped)
        {
            graph.AddOutput(value, "batch", "4");
        }
        else
        {
            graph.AddOutput(value);
        }

        var model = graph.ToModel();
        return halves ? OnnxSurgery.Retype(OnnxSurgery.Retype(model, "image", OnnxSurgery.Half), value, OnnxSurgery.Half) : model;
    }

    private static byte[] ChannelsLast(string channels)
    {
        var graph = new OnnxGraph("network");
        _ = graph.AddInput("image", "batch", $"{Size}", $"{Size}", channels);
        _ = graph.AddConstant("kernel", [4, channels == "1" ? 1 : 3, 3, 3], Kernel(channels == "1" ? 1 : 3));
        _ = graph.AddNode("Transpose", "first", ["image"], OnnxAttribute.Integers("perm", 0, 3, 1, 2));
        _ = graph.AddNode("Relu", "relu", [graph.AddNode("Conv", "conv", ["first", "kernel"])]);
        _ = graph.AddNode("Flatten", "flat", [graph.AddNode("GlobalAveragePool", "mean", ["relu"])], OnnxAttribute.Integer("axis", 1));
        graph.AddOutput("flat", "batch", "4");
        return graph.ToModel();
    }

    private static byte[] Vectors(params string[] axes)
    {
        var graph = new OnnxGraph("vectors");
        _ = graph.AddInput("image", axes);
        _ = graph.AddNode("Flatten", "features", ["image"], OnnxAttribute.Integer("axis", 1));
        graph.AddOutput("features", "batch", "48");
        return graph.ToModel();
    }

    private static float[] Kernel(int channels) => [.. Enumerable.Range(0, 4 * channels * 9).Select(i => MathF.Sin(i * .7f))];

    private static void AssertNear(float[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    /// <summary>The features of a float32 RGB network, straight from the extractor.</summary>
    private static float[] FeaturesOf(byte[] model, int width = Size, InputScaling scaling = InputScaling.Unit)
    {
        var description = SmallBackbone.Create().Description with { FeatureCount = 4, Preprocessing = new Preprocessing { Width = width, Height = Size }.WithScaling(scaling) };
        return Extract(new Backbone(description, string.Empty, () => model));
    }

    private static float[] Extract(Backbone backbone)
    {
        using var extractor = new FeatureExtractor(backbone);
        return extractor.Extract(PaintedImages.Paint(7, 40));
    }

    private Backbone Import(byte[] model, Func<ImportOptions, ImportOptions>? change = null)
    {
        var options = Options(model, _folder.File("network.onnx"));
        return Store.Import(change?.Invoke(options) ?? options);
    }

    private void AssertRefused(byte[] model, params string[] parts)
    {
        var message = Assert.Throws<ModelFileException>(() => Import(model)).Message;
        Assert.All(parts, part => Assert.Matches(part.Contains('|', StringComparison.Ordinal) ? part : System.Text.RegularExpressions.Regex.Escape(part), message));
        Assert.DoesNotContain('\n', message);
        Assert.False(Directory.Exists(Path.Combine(Store.Folder, "a")));
    }

    private static ImportOptions Options(byte[]? model, string path, int side = Size)
    {
        if (model is not null)
        {
            File.WriteAllBytes(path, model);
        }

        return new ImportOptions { Name = "a", OnnxPath = path, Preprocessing = new Preprocessing { Width = side, Height = side } };
    }
}
