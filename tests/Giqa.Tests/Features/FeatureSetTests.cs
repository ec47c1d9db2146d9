using Giqa.Features;
using Giqa.Images;
using Giqa.Storage;
using Giqa.Tests.Support;

namespace Giqa.Tests.Features;

public sealed class FeatureSetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_RowThatIsNotFinite_IsAnItemWithAFault()
    {
        using var folder = new TemporaryFolder();
        new FeatureSet(new FeatureMatrix(3, 2, [1, 2, float.NaN, 4, 5, 6]), [new("a"), new("b"), new("c")], null, null).Save(folder.File("f.safetensors"));
        var set = FeatureSet.Load(folder.File("f.safetensors"));
        Assert.Equal([null, Giqa.Images.ImageFault.Corrupt, null], set.Items.Select(item => item.Fault));
        Assert.Equal([1, 2, 5, 6], set.Matrix.Values);
    }

    [Fact]
    public void Load_SavedSet_GivesEverythingBack()
    {
        var set = Make();
        set.Save(_folder.File("f.safetensors"));

        var loaded = FeatureSet.Load(_folder.File("f.safetensors"));

        Assert.Equal(set.Items, loaded.Items);
        Assert.Equal(set.Matrix.Values, loaded.Matrix.Values);
        Assert.Equal((set.Matrix.Rows, set.Matrix.Columns), (loaded.Matrix.Rows, loaded.Matrix.Columns));
        Assert.Equal((set.Fingerprint, set.BackboneName, set.Preset), (loaded.Fingerprint, loaded.BackboneName, loaded.Preset));
    }

    [Fact]
    public void Load_SavedDecodeHabits_GivesThemBack()
    {
        var set = Make();
        new FeatureSet(set.Matrix, set.Items, set.Fingerprint, set.BackboneName) { Provenance = new FeatureProvenance(null, null, null, new DecodeHabits(AlphaMode.Drop, true)) }.Save(_folder.File("f.safetensors"));

        Assert.Equal(new DecodeHabits(AlphaMode.Drop, true), FeatureSet.Load(_folder.File("f.safetensors")).Decoding);
    }

    [Fact]
    public void RequireBackbone_OfAnotherPreset_NamesBoth()
    {
        var set = Make();
        var tf = new FeatureSet(set.Matrix, set.Items, new string('b', 64), "inception-fid") { Preset = "tf" };

        var error = Assert.Throws<ModelFileException>(() => tf.RequireBackbone(new string('a', 64), "inception-fid", "the real set", "clean-fid"));

        Assert.Equal("the features are of inception-fid, preset tf (bbbbbbbbbbbb), but the real set needs inception-fid, preset clean-fid (aaaaaaaaaaaa); extract again with that backbone and preset", error.Message);
    }

    [Fact]
    public void Save_Twice_GivesEqualBytes()
    {
        Make().Save(_folder.File("a"));
        Make().Save(_folder.File("b"));

        Assert.Equal(File.ReadAllBytes(_folder.File("a")), File.ReadAllBytes(_folder.File("b")));
    }

    [Fact]
    public void Load_AnotherSafetensorsFile_IsRefused()
    {
        AtomicFile.Write(_folder.File("other"), stream => new SafetensorsWriter().Write(stream));

        var exception = Assert.Throws<ModelFileException>(() => FeatureSet.Load(_folder.File("other")));

        Assert.Contains("does not hold features", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AnyTruncation_IsAModelFileException()
    {
        Make().Save(_folder.File("f"));
        var bytes = File.ReadAllBytes(_folder.File("f"));
        for (var length = 0; length < bytes.Length; length += 7)
        {
            File.WriteAllBytes(_folder.File("cut"), bytes[..length]);
            _ = Assert.Throws<ModelFileException>(() => FeatureSet.Load(_folder.File("cut")));
        }
    }

    [Theory]
    [InlineData(typeof(float))]
    [InlineData(typeof(double))]
    public void FromNpy_Floats_NamesItemsByRow(Type type)
    {
        Save("f.npy", type, [3, 2], [1, 2, double.NaN, 4, 5, 6]);

        var set = FeatureSet.FromNpy(_folder.File("f.npy"));

        Assert.Equal(["0", "1", "2"], set.Items.Select(item => item.Name));
        Assert.Equal([null, ImageFault.Corrupt, null], set.Items.Select(item => item.Fault));
        Assert.Equal([1f, 2, 5, 6], set.Matrix.Values);
        Assert.Null(set.Fingerprint);
    }

    [Theory]
    [InlineData("<f2")]
    [InlineData(">f2")]
    [InlineData(">f4")]
    [InlineData("<f8")]
    [InlineData(">f8")]
    public void FromNpy_HalfFloatsAndOtherOrders_AreRead(string type)
    {
        float[] values = [1, -2.5f, 0.125f, 1000, 5, 6];
        using (var stream = File.Create(_folder.File("f.npy")))
        {
            new NpyHeader(type, [3, 2]).Write(stream);
            foreach (var value in values)
            {
                var bytes = type[2] switch { '2' => BitConverter.GetBytes((Half)value), '4' => BitConverter.GetBytes(value), _ => BitConverter.GetBytes((double)value) };
                stream.Write(type[0] == '>' ? [.. bytes.Reverse()] : bytes);
            }
        }

        Assert.True(InputSpecification.Parse(_folder.File("f.npy")).IsFeatures());
        Assert.Equal(values, FeatureSet.FromNpy(_folder.File("f.npy")).Matrix.Values);
        using var whole = File.OpenRead(_folder.File("f.npy"));
        Assert.Equal(values, Npy.Read(whole).ToSingle());
    }

    [Theory]
    [InlineData("reps", true)]
    [InlineData("features", true)]
    [InlineData("arr_0", true)]
    [InlineData("whatever", true)]
    [InlineData("mu", false)]
    public void FromNpz_FeaturesByName_SkipExtraction(string name, bool expected)
    {
        WriteNpz((name, [3, 2]), ("labels", [3]));
        Assert.Equal(expected, InputSpecification.Parse(_folder.File("f.npz")).IsFeatures());
        Assert.True(InputSpecification.Parse($"{_folder.File("f.npz")}#{name}:0..2").IsFeatures());
        Assert.Equal([0, 1, 2, 3, 4, 5], FeatureSet.FromNpz(_folder.File("f.npz"), name).Matrix.Values);
    }

    [Fact]
    public void FromNpz_TwoThatCouldBeMeant_AreToldApartByName()
    {
        WriteNpz(("train", [3, 2]), ("test", [1, 2]));
        var error = Assert.Throws<ModelFileException>(() => FeatureSet.FromNpz(_folder.File("f.npz"))).Message;
        Assert.Contains("train (float64 of shape (3, 2))", error, StringComparison.Ordinal);
        Assert.Contains("#NAME", error, StringComparison.Ordinal);
        Assert.Equal([0, 1], FeatureSet.FromNpz(_folder.File("f.npz"), "test").Matrix.Values);
    }

    [Fact]
    public void FromNpy_AnotherShape_IsRefused()
    {
        Save("f.npy", typeof(float), [6], [1, 2, 3, 4, 5, 6]);

        _ = Assert.Throws<ModelFileException>(() => FeatureSet.FromNpy(_folder.File("f.npy")));
    }

    [Fact]
    public void RequireBackbone_AnotherFingerprint_NamesBoth()
    {
        var exception = Assert.Throws<ModelFileException>(() => Make().RequireBackbone(new string('b', 64), "inception-mid", "the model m.giqa"));

        Assert.Contains("small (aaaaaaaaaaaa)", exception.Message, StringComparison.Ordinal);
        Assert.Contains("the model m.giqa needs inception-mid (bbbbbbbbbbbb)", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RequireBackbone_SameOrUnknownFingerprint_Passes()
    {
        Make().RequireBackbone(new string('a', 64), "another name", "the model");
        Make().RequireBackbone(null, null, "the model");
    }

    [Fact]
    public void Constructor_RowsThatDoNotFitTheItems_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new FeatureSet(new FeatureMatrix(2, 1, [1, 2]), [new FeatureItem("a")], null, null));

    [Fact]
    public async Task ExtractAsync_SourceWithAFault_KeepsItsItem()
    {
        using var extractor = new FeatureExtractor(SmallBackbone.Create());
        using var source = new ListSource([() => ListSource.Noisy(0), () => throw new ImageException(ImageFault.Empty, "no bytes"), () => ListSource.Noisy(1)]);

        var set = await FeatureSet.ExtractAsync(extractor, source);

        Assert.Equal([new("image-0"), new("image-1", ImageFault.Empty, "no bytes"), new("image-2")], set.Items);
        Assert.Equal((2, SmallBackbone.FeatureCount), (set.Matrix.Rows, set.Matrix.Columns));
        Assert.Equal(extractor.Backbone.Fingerprint, set.Fingerprint);
    }

    private static FeatureSet Make() => new(
        new FeatureMatrix(2, 3, [1.5f, -2, 3, 4, float.Epsilon, 6]),
        [new("a/ä.png"), new("b.png", ImageFault.NotAnImage, "it begins with \"x\""), new("c.png")],
        new string('a', 64),
        "small")
    { Preset = "default" };

    private void Save(string name, Type type, int[] shape, double[] values) => AtomicFile.Write(_folder.File(name), stream =>
    {
        if (type == typeof(float))
        {
            Npy.Write(stream, shape, Array.ConvertAll(values, value => (float)value).AsSpan());
        }
        else
        {
            Npy.Write(stream, shape, values.AsSpan());
        }
    });

    private void WriteNpz(params (string Name, int[] Shape)[] arrays) => AtomicFile.Write(_folder.File("f.npz"), stream => Npz.Write(
        stream,
        arrays.Select(array => (array.Name, array.Shape, Enumerable.Range(0, array.Shape.Aggregate(1, (a, b) => a * b)).Select(i => (double)i).ToArray()))));
}
