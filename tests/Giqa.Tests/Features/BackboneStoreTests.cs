using Giqa.Features;
using Giqa.Images;
using Giqa.Tests.Support;

namespace Giqa.Tests.Features;

public sealed class BackboneStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private BackboneStore Store => new(_folder.File("store"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void List_FreshStore_HasTheBuiltInOnes()
    {
        var entries = Store.List();

        Assert.Equal(["mobilenet-mid", "mobilenet-low", "inception-mid", "inception-fid", "resnet18"], entries.Select(entry => entry.Name));
        Assert.Equal([true, true, true, false, false], entries.Select(entry => entry.IsInstalled));
        Assert.Equal([true, true, true, false, false], entries.Select(entry => entry.IsBuiltIn));
        Assert.Contains(entries, entry => entry.Name == Store.DefaultName);
    }

    [Theory]
    [InlineData("mobilenet-mid")]
    [InlineData("mobilenet-low")]
    [InlineData("inception-mid")]
    public void Verify_BuiltIn_IsSound(string name) => Assert.Null(Store.Verify(name).Problem);

    [Fact]
    public void Verify_NotInstalled_SaysHowToInstall()
    {
        var result = Store.Verify("inception-fid");

        Assert.Contains("giqa models pull inception-fid", result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_UnknownName_ListsTheKnownOnes()
    {
        var exception = Assert.Throws<GiqaException>(() => Store.Open("vgg"));

        Assert.Contains("mobilenet-mid, mobilenet-low, inception-mid, inception-fid", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_WholeNetwork_GivesItsFeatures()
    {
        var imported = Import("mine", SmallBackbone.Model());

        using var expected = new FeatureExtractor(SmallBackbone.Create());
        using var actual = new FeatureExtractor(Store.Open("mine"));
        Assert.Equal(SmallBackbone.FeatureCount, imported.FeatureCount);
        Assert.Equal(expected.Extract(GoldenImages.Draw(40)[1]), actual.Extract(GoldenImages.Draw(40)[1]));
        Assert.Contains(Store.List(), entry => entry.Name == "mine" && !entry.IsBuiltIn);
        Assert.Null(Store.Verify("mine").Problem);
    }

    [Fact]
    public void Import_InnerValue_TakesItsSpatialMean()
    {
        var imported = Import("inner", SmallBackbone.Model(), "relu");

        using var whole = new FeatureExtractor(SmallBackbone.Create());
        using var inner = new FeatureExtractor(imported);
        var (expected, actual) = (whole.Extract(GoldenImages.Draw(32)[1]), inner.Extract(GoldenImages.Draw(32)[1]));
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.NotEqual(Import("outer", SmallBackbone.Model()).Fingerprint, imported.Fingerprint);
    }

    [Fact]
    public void Import_UnknownOutput_ListsTheOutputs()
    {
        var exception = Assert.Throws<ModelFileException>(() => Import("x", SmallBackbone.Model(), "conv9"));

        Assert.Contains("'conv9'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("its outputs are features", exception.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(Store.Folder, "x")));
    }

    [Fact]
    public void Import_AnyDamage_IsOneLine()
    {
        var model = SmallBackbone.Model();
        for (var length = 0; length < model.Length; length += 1 + (model.Length / 40))
        {
            var cut = model[..length];
            var exception = Assert.Throws<ModelFileException>(() => Import("broken", cut));
            Assert.DoesNotContain('\n', exception.Message);
        }
    }

    [Fact]
    public void Import_NetworkForAnotherSize_IsRefused()
    {
        var options = Options("x", SmallBackbone.Model());

        _ = Assert.Throws<ModelFileException>(() => Store.Import(options with { Preprocessing = new Preprocessing { Width = 31, Height = 31 } }));
    }

    [Theory]
    [InlineData("mobilenet-mid")]
    [InlineData("inception-fid")]
    [InlineData("mine")]
    public void Import_NameThatIsTaken_IsRefused(string name)
    {
        _ = Import("mine", SmallBackbone.Model());

        _ = Assert.Throws<GiqaException>(() => Import(name, SmallBackbone.Model()));
    }

    [Theory]
    [InlineData("../up")]
    [InlineData("")]
    [InlineData("A b")]
    [InlineData(".hidden")]
    public void Import_NameThatIsNoName_IsRefused(string name) =>
        Assert.Throws<GiqaException>(() => new ImportOptions { Name = name, OnnxPath = "x", Preprocessing = new Preprocessing { Width = 1, Height = 1 } });

    [Fact]
    public void Verify_ModelReplaced_SaysSo()
    {
        _ = Import("mine", SmallBackbone.Model());
        File.AppendAllText(Path.Combine(Store.Folder, "mine", "model.onnx"), "x");

        Assert.Contains("SHA-256 differs", Store.Verify("mine").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_OtherFeatures_SaysByHowMuch()
    {
        _ = Import("mine", SmallBackbone.Model());
        var folder = Path.Combine(Store.Folder, "mine");
        var record = ImportedBackbone.Load(folder);
        (record with { SelfTest = [.. record.SelfTest.Select(value => value * 1.01f)] }).Save(folder);

        Assert.Contains("differ by 0.0099", Store.Verify("mine").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Remove_Imported_IsGone()
    {
        _ = Import("mine", SmallBackbone.Model());

        Store.Remove("mine");

        _ = Assert.Throws<GiqaException>(() => Store.Open("mine"));
        _ = Assert.Throws<GiqaException>(() => Store.Remove("mobilenet-mid"));
    }

    [Fact]
    public void Fingerprint_EachPartOfThePreprocessing_ChangesIt()
    {
        var backbone = SmallBackbone.Create();
        var own = backbone.Preprocessing;
        Preprocessing[] others =
        [
            own with { Resize = ResizeMode.TorchBilinear },
            own with { Alpha = AlphaMode.Drop },
            own with { ApplyOrientation = false },
            own.WithScaling(InputScaling.ImageNet),
            own.WithScaling(InputScaling.Symmetric),
            own.WithScaling(InputScaling.Bytes),
        ];

        var fingerprints = others.Select(other => backbone.WithPreprocessing(other).Fingerprint).Append(backbone.Fingerprint).ToList();

        Assert.Equal(fingerprints.Count, fingerprints.Distinct().Count());
        Assert.Equal(backbone.Fingerprint, backbone.WithPreprocessing(own with { Preset = "renamed" }).Fingerprint);
        Assert.All(fingerprints, fingerprint => Assert.Matches("^[0-9a-f]{64}$", fingerprint));
    }

    private Backbone Import(string name, byte[] model, string? output = null) => Store.Import(Options(name, model) with { OutputNode = output });

    private ImportOptions Options(string name, byte[] model)
    {
        var path = _folder.File("network.onnx");
        File.WriteAllBytes(path, model);
        return new ImportOptions { Name = name, OnnxPath = path, Preprocessing = new Preprocessing { Width = SmallBackbone.Size, Height = SmallBackbone.Size } };
    }
}
