using Giqa.Images;
using Giqa.Images.Pairs;
using Giqa.Tests.Support;

namespace Giqa.Tests.Images.Pairs;

public sealed class ReferencePairsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("image,reference\n")]
    [InlineData("image,style\na.png,b.png\n")]
    [InlineData("image,reference\na.png\n")]
    [InlineData("image,reference\n,b.png\n")]
    [InlineData("image,reference\n\"a.png,b.png\n")]
    [InlineData("a.png,b.png\n")]
    public void Read_NotATableOfPairs_IsRefusedInOneLine(string text)
    {
        var exception = Assert.Throws<GiqaException>(() => Read(text));
        Assert.Contains("pairs.csv", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public void Read_OddButSound_KeepsNamesAndOrder()
    {
        using var pairs = Read("\uFEFFnote,Reference,IMAGE,source\r\nx, r 1.png ,\"a,\"\"1\"\".png\",\r\n\r\ny,,b.png,s.png\r\nz,r 1.png,b.png,\r\n");
        Assert.Equal(
            [new ReferencePair("a,\"1\".png", "r 1.png"), new ReferencePair("b.png", string.Empty, "s.png"), new ReferencePair("b.png", "r 1.png")],
            pairs.Items);
        Assert.Equal((2, 1), (pairs.Images.Count, pairs.References.Count));
        Assert.Equal([0, -1, 0], Enumerable.Range(0, 3).Select(pairs.ReferenceOf));
        Assert.Equal([0, 1, 1], Enumerable.Range(0, 3).Select(pairs.ImageOf));
        Assert.Equal([-1, 0, -1], Enumerable.Range(0, 3).Select(pairs.SourceOf));
        Assert.Equal("s.png", pairs.Sources.GetName(0));
    }

    [Fact]
    public void Read_RelativePath_IsBesideTheTable()
    {
        File.WriteAllBytes(_folder.File("a.png"), ImageEncoder.EncodePng(PaintedImages.Paint(1)));
        using var pairs = Read("image,reference\na.png,a.png\n");
        Assert.Equal(_folder.File("a.png"), pairs.Images.GetPath(0));
        Assert.Equal(32, pairs.References.Read(0).Decode(new DecodeOptions()).Width);
    }

    [Fact]
    public void Match_FolderOfReferences_GoesByNameThenByStem()
    {
        foreach (var name in (string[])["g/a.png", "g/b.png", "g/c.png", "r/a.png", "r/b.bmp.png", "r/c.x.png", "r/d.png"])
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
            File.WriteAllBytes(_folder.File(name), ImageEncoder.EncodePng(PaintedImages.Paint(1)));
        }

        File.Move(_folder.File("r/b.bmp.png"), _folder.File("r/b.webp"));
        using var pairs = ReferencePairs.Match(ImageInput.Open(_folder.File("g"), new DecodeOptions()), ImageInput.Open(_folder.File("r"), new DecodeOptions()));
        Assert.Equal(["a.png", "b.webp", string.Empty], pairs.Items.Select(item => item.Reference));
    }

    [Fact]
    public void Match_OneReference_IsForAll()
    {
        File.WriteAllBytes(_folder.File("a.png"), ImageEncoder.EncodePng(PaintedImages.Paint(1)));
        File.WriteAllBytes(_folder.File("b.png"), ImageEncoder.EncodePng(PaintedImages.Paint(2)));
        using var pairs = ReferencePairs.Match(ImageInput.Open(_folder.Path, new DecodeOptions()), ImageInput.Open(_folder.File("b.png"), new DecodeOptions()));
        Assert.Equal([0, 0], Enumerable.Range(0, 2).Select(pairs.ReferenceOf));
        Assert.Equal((0, -1), (pairs.Sources.Count, pairs.SourceOf(0)));
    }

    private ReferencePairs Read(string text)
    {
        File.WriteAllText(_folder.File("pairs.csv"), text);
        return ReferencePairs.Read(_folder.File("pairs.csv"), new DecodeOptions());
    }
}
