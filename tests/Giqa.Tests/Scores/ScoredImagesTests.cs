using Giqa.Images;
using Giqa.Scores;
using Giqa.Tests.Reports;
using Giqa.Tests.Support;

namespace Giqa.Tests.Scores;

public sealed class ScoredImagesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ImageScore[] _scores = [ImageScore.Scored("a/1.png", 1, .5), ImageScore.Scored("a/2.png", 2, .6)];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_FilesBesideTheScores_AreRead()
    {
        _ = Directory.CreateDirectory(_folder.File("a"));
        File.WriteAllBytes(_folder.File("a/2.png"), ImageEncoder.EncodePng(MemorySource.Flat(3, 2, 9)));

        using var images = ScoredImages.Find(_folder.File("s.csv"), _scores, null, new DecodeOptions())!;

        Assert.Equal(["a/1.png", "a/2.png"], Enumerable.Range(0, images.Count).Select(images.GetName));
        Assert.Equal(3, images.Read(1).Decode(new DecodeOptions()).Width);
        _ = Assert.Throws<ImageException>(() => images.Read(0));
    }

    [Fact]
    public void Find_ImagesOfAnInput_AreFoundByTheEndOfTheirNames()
    {
        using var input = new MemorySource(("run/a/2.png", MemorySource.Flat(3, 2, 9)), ("run/b/1.png", MemorySource.Flat(1, 1, 9)), ("run/c/1.png", MemorySource.Flat(1, 1, 9)));

        using var images = ScoredImages.Find(_folder.File("s.csv"), _scores, input, new DecodeOptions())!;

        Assert.Equal(3, images.Read(1).Decode(new DecodeOptions()).Width);
        _ = Assert.Throws<ImageException>(() => images.Read(0));
    }

    [Fact]
    public void Find_NothingThere_IsNull() => Assert.Null(ScoredImages.Find(_folder.File("s.csv"), _scores, null, new DecodeOptions()));
}
