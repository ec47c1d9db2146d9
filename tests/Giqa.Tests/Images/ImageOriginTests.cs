using Giqa.Images.Snapshots;

namespace Giqa.Tests.Images;

public sealed class ImageOriginTests
{
    [Fact]
    public void Of_SnapshotFolders_ReadsRunAndIteration() => Assert.Equal(
        [new("a", 100), new("a", 100), new("a", 200), new("a", 200), new("b", 100), new("b", 100)],
        ImageOrigin.Of(["a/snapshots/000100/1.png", "a/snapshots/000100/2.png", "a/snapshots/000200/1.png", "a/snapshots/000200/2.png", "b/000100/1.png", "b/000100/2.png"]));

    [Fact]
    public void Of_NamesThatBeginWithTheIteration_ReadsIt() =>
        Assert.Equal([new("", 100), new("", 100), new("", 2000), new("", 2000)], ImageOrigin.Of(["100_1.png", "100_2.png", "2000_1.png", "2000_2.png"]));

    [Fact]
    public void Of_NumbersThatAreDifferentForEveryImage_AreNoIterations() =>
        Assert.All(ImageOrigin.Of(["1_cat.png", "2_cat.png", "3_dog.png"]), origin => Assert.Equal(new ImageOrigin("", null), origin));

    [Fact]
    public void Of_Folders_AreSets() =>
        Assert.Equal([new("cats", null), new("dogs", null), new("", null)], ImageOrigin.Of(["cats/x/1.png", "dogs/1.png", "other.png"]));
}
