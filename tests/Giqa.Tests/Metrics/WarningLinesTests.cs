using Giqa.Metrics;

namespace Giqa.Tests.Metrics;

public sealed class WarningLinesTests
{
    [Fact]
    public void Of_SentencesThatDifferInNumbers_BecomeOneWithRanges() =>
        Assert.Equal(
            ["a, b and c: 45 to 1,200 rows at -3.5 to 1e-6 in 7 dimensions"],
            Of(("a", "45 rows at 1e-6 in 7 dimensions"), ("b", "1,200 rows at -3.5 in 7 dimensions"), ("c", "90 rows at 0.5e-6 in 7 dimensions")));

    [Fact]
    public void Of_OtherSentencesAndModels_StayApart() =>
        Assert.Equal(
            ["a: 5 images", "b: 5 pictures", "models of a and b: 5 images"],
            WarningLines.Of([new("a", "5 images"), new("b", "5 pictures"), new("a", "5 images", OfModel: true), new("b", "5 images", OfModel: true)]));

    [Fact]
    public void Of_TheSameTwice_CountsOnce() => Assert.Equal(["a: 5 images"], Of(("a", "5 images"), ("a", "5 images")));

    [Fact]
    public void Of_ManySets_NamesSomeAndCountsTheRest() =>
        Assert.Equal(["a, b, c and 3 more: few"], Of(("a", "few"), ("b", "few"), ("c", "few"), ("d", "few"), ("e", "few"), ("f", "few")));

    [Fact]
    public void Of_EverySet_IsNotListed()
    {
        ComparisonWarning[] warnings = [new("the real set", "few"), new("a", "few"), new("b", "few"), new("a", "bad", OfModel: true), new("b", "bad", OfModel: true)];
        Assert.Equal(["all sets: few", "models of all generated sets: bad"], WarningLines.Of(warnings, "a", "b"));
        Assert.Equal(["the real set, a and b: few", "models of a and b: bad"], WarningLines.Of(warnings, "a", "b", "c"));
    }

    [Fact]
    public void Of_NumbersWithinWords_AreNoNumbers() =>
        Assert.Equal(["a: f16 v3.5 mobilenet_v2", "b: f32 v3.5 mobilenet_v2"], Of(("a", "f16 v3.5 mobilenet_v2"), ("b", "f32 v3.5 mobilenet_v2")));

    private static IReadOnlyList<string> Of(params (string Set, string Text)[] warnings) =>
        WarningLines.Of(warnings.Select(warning => new ComparisonWarning(warning.Set, warning.Text)));
}
