using Giqa.Images;
using Giqa.Storage;

namespace Giqa.Tests.Images.Codecs;

/// <summary>Every byte of every format and variant against PIL.</summary>
public sealed class GoldenTests
{
    private readonly IReadOnlyDictionary<string, NpyArray> _expected = Fixture.Expected();

    public static TheoryData<string> Names => [.. Fixture.Images];

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_LikePil_GivesItsBytes(string name) =>
        AssertPixels(name, ImageDecoder.Decode(Fixture.Bytes(name), Fixture.AsPil));

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_OnWhite_CompositesAlphaAlone(string name)
    {
        var options = new DecodeOptions { ApplyOrientation = false };
        var key = _expected.ContainsKey($"{name}@white") ? $"{name}@white" : name;
        AssertPixels(key, ImageDecoder.Decode(Fixture.Bytes(name), options));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_Upright_TurnsAsExifSays(string name)
    {
        var options = new DecodeOptions { Alpha = AlphaMode.Drop };
        var key = _expected.ContainsKey($"{name}@upright") ? $"{name}@upright" : name;
        AssertPixels(key, ImageDecoder.Decode(Fixture.Bytes(name), options));
    }

    [Fact]
    public void Fixtures_CoverAllOrientationsAndFormats()
    {
        Assert.Equal(10, _expected.Keys.Count(key => key.EndsWith("@upright", StringComparison.Ordinal)));
        Assert.Equal([".bmp", ".gif", ".jpg", ".pgm", ".png", ".ppm", ".webp"], Fixture.Images.Select(Path.GetExtension).Distinct().Order(StringComparer.Ordinal));
        Assert.True(Fixture.Images.Count() > 60);
    }

    [Fact]
    public void Decode_ManyThreads_GiveTheSameBytes()
    {
        var files = Fixture.Images.Select(name => (Name: name, Bytes: Fixture.Bytes(name))).ToArray();
        Parallel.For(0, 20 * files.Length, index =>
        {
            var (name, bytes) = files[index % files.Length];
            AssertPixels(name, ImageDecoder.Decode(bytes, Fixture.AsPil));
        });
    }

    private void AssertPixels(string key, RgbImage image)
    {
        var expected = _expected[key];
        Assert.Equal([image.Height, image.Width, 3], expected.Shape);
        Assert.Equal(expected.Data, image.Pixels);
    }
}
