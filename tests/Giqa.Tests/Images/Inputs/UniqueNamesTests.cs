using Giqa.Images.Inputs;

namespace Giqa.Tests.Images.Inputs;

public sealed class UniqueNamesTests
{
    [Theory]
    [InlineData("a b c", "a b c")]
    [InlineData("a a a", "a a#2 a#3")]
    [InlineData("a a a#2 a", "a a#3 a#2 a#4")]
    [InlineData("a#2 a a", "a#2 a a#3")]
    [InlineData("a b a b", "a b a#2 b#2")]
    public void Of_EqualNames_AreNumbered(string names, string expected) =>
        Assert.Equal(expected.Split(' '), UniqueNames.Of(names.Split(' ')));
}
