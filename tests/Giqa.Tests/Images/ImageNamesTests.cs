using Giqa.Images;

namespace Giqa.Tests.Images;

public sealed class ImageNamesTests
{
    private static readonly ImageNames Names = new(["a/1.png", "b/1.png", "b/2.png", "3.png", "x/3.png"]);

    [Theory]
    [InlineData("a/1.png", 0)]
    [InlineData("./b\\1.png", 1)]
    [InlineData("../run/b/1.png", 1)]
    [InlineData("/home/me/run/a/1.png", 0)]
    [InlineData("2.png", 2)]
    [InlineData("elsewhere/2.png", 2)]
    [InlineData("3.png", 3)]
    public void Find_ClearName_GivesOnePosition(string name, int position) => Assert.Equal([position], Names.Find(name));

    [Fact]
    public void Find_NameThatCouldMeanSeveral_GivesThem() => Assert.Equal([0, 1], Names.Find("c/1.png"));

    [Fact]
    public void Find_StrangeName_GivesNone() => Assert.Empty(Names.Find("a/9.png"));
}
