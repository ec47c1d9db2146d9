using Giqa.Images;
using Giqa.Storage;
using Giqa.Tests.Support;

namespace Giqa.Tests.Images.Inputs;

public sealed class InputSpecificationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cats", "cats", null, null)]
    [InlineData("cats:0..5000", "cats", 0, 5000)]
    [InlineData("cats:..100", "cats", null, 100)]
    [InlineData("cats:100..", "cats", 100, null)]
    [InlineData("a:b:7..9", "a:b", 7, 9)]
    [InlineData("@list.txt:1..2", "@list.txt", 1, 2)]
    [InlineData("cats:5", "cats:5", null, null)]
    [InlineData("cats:x..y", "cats:x..y", null, null)]
    public void Parse_Specification_IsSplit(string text, string path, int? from, int? to) =>
        Assert.Equal(new InputSpecification(path, from, to), InputSpecification.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("cats:..")]
    [InlineData("cats:5..5")]
    [InlineData("cats:6..5")]
    [InlineData("cats:..0")]
    [InlineData("cats:0..99999999999")]
    public void Parse_ImpossibleRange_IsRefused(string text) =>
        Assert.Throws<GiqaException>(() => InputSpecification.Parse(text));

    [Fact]
    public void Parse_PathThatExistsWithAColon_IsTakenWhole()
    {
        var path = _folder.File("odd:0..5");
        File.WriteAllText(path, "x");
        Assert.Equal(new InputSpecification(path, null, null), InputSpecification.Parse(path));
    }

    [Theory]
    [InlineData("x", 10, 0, 10)]
    [InlineData("x:2..5", 10, 2, 3)]
    [InlineData("x:2..50", 10, 2, 8)]
    [InlineData("x:..3", 10, 0, 3)]
    [InlineData("x:9..", 10, 9, 1)]
    public void Resolve_Range_EndsAtTheLastItem(string text, int available, int start, int count) =>
        Assert.Equal((start, count), InputSpecification.Parse(text).Resolve(available));

    [Fact]
    public void Resolve_BehindTheEnd_SaysHowManyThereAre()
    {
        var error = Assert.Throws<GiqaException>(() => InputSpecification.Parse("x:10..20").Resolve(10));
        Assert.Contains("10 items", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IsFeatures_FloatsAndSafetensors_AreFeatures()
    {
        var floats = _folder.File("f.npy");
        var bytes = _folder.File("b.npy");
        AtomicFile.Write(floats, stream => Npy.Write<float>(stream, [2, 3], new float[6]));
        AtomicFile.Write(bytes, stream => Npy.Write<byte>(stream, [2, 3, 1], new byte[6]));
        File.WriteAllText(_folder.File("f.safetensors"), "x");
        File.WriteAllText(_folder.File("damaged.npy"), "x");
        Assert.True(InputSpecification.Parse(floats + ":0..1").IsFeatures());
        Assert.True(InputSpecification.Parse(_folder.File("f.safetensors")).IsFeatures());
        Assert.False(InputSpecification.Parse(bytes).IsFeatures());
        Assert.False(InputSpecification.Parse(_folder.File("damaged.npy")).IsFeatures());
        Assert.False(InputSpecification.Parse(_folder.File("missing.safetensors")).IsFeatures());
        Assert.False(InputSpecification.Parse(_folder.Path).IsFeatures());
    }
}
