using Giqa.Metrics;
using static Giqa.Tests.Metrics.Verdicts.SampleComparison;

namespace Giqa.Tests.Metrics.Verdicts;

public sealed class ComparisonVerdictTests
{
    [Fact]
    public void Of_TwoSetsWithOneAspectBeyondNoise_SaysWhichAndWhy()
    {
        var verdict = ComparisonVerdict.Of(OfTwo(Test("qs", .001, second: true), Test("ds", .4), Test("fid", .2), Test("recall", .9)));

        Assert.Equal("b is more realistic; diversity differs by less than noise", verdict.Headline);
        Assert.Equal(
            [
                "b is more realistic (QS, p = .004).",
                "Diversity differs by less than noise (DS, p = .80; recall, p = .90).",
                "The distance to the reals differs by less than noise (FID, p = .60).",
            ],
            verdict.Sentences);
    }

    [Fact]
    public void Of_TwoSetsWhereLowerIsBetter_FavoursTheLower()
    {
        var verdict = ComparisonVerdict.Of(OfTwo(Test("fid", .001)));

        Assert.Equal("a is closer to the reals", verdict.Headline);
        Assert.True(Test("fid", .001).Difference < 0);
    }

    [Fact]
    public void Of_ManyTests_ChargesForTheirNumber()
    {
        PairedTest[] tests = [Test("qs", .01), Test("ds", .5), Test("fid", .5), Test("kid", .5), Test("recall", .5), Test("coverage", .5)];

        Assert.Equal("No difference beyond noise", ComparisonVerdict.Of(OfTwo(tests)).Headline);
        Assert.Equal("a is more realistic", ComparisonVerdict.Of(OfTwo(tests[0])).Headline);
    }

    [Fact]
    public void Of_MetricsThatDisagree_CallsItDisputed()
    {
        var verdict = ComparisonVerdict.Of(OfTwo(Test("ds", .001), Test("recall", .001, second: true), Test("qs", .001)));

        Assert.Equal("a is more realistic; diversity is disputed", verdict.Headline);
        Assert.Contains("Diversity is disputed: DS favours a; recall favours b.", verdict.Sentences);
    }

    [Fact]
    public void Of_OneSetAheadInBoth_IsOneClaim() => Assert.Equal(
        "a is more realistic and more diverse", ComparisonVerdict.Of(OfTwo(Test("qs", .001), Test("ds", .001))).Headline);

    [Fact]
    public void Of_ThreeSetsWithoutATestOfOne_DoesNotCallItLevel()
    {
        var report = SampleComparison.Of(
            [Set("a", qs: .5), Set("b", qs: .48), Set("c", qs: .2)],
            Test("qs", .001, first: "a", other: "c"),
            Test("qs", .3, first: "a", other: "b") with { PValue = null });

        Assert.Equal("Most realistic: a (QS 0.5); b not tested against it (too few images); c behind.", ComparisonVerdict.Of(report).Headline);
    }

    [Fact]
    public void Of_ThreeSets_NamesTheLeaderThoseLevelWithItAndThoseBehind()
    {
        var report = SampleComparison.Of(
            [Set("a", qs: .5), Set("b", qs: .48), Set("c", qs: .2)],
            Test("qs", .3, first: "a", other: "b"),
            Test("qs", .001, first: "a", other: "c"),
            Test("qs", .001, first: "b", other: "c"));

        Assert.Equal("Most realistic: a (QS 0.5); b within noise of it; c behind.", ComparisonVerdict.Of(report).Headline);
    }

    [Theory]
    [InlineData(.5, .3, "Level with the real images in realism, far below them in diversity")]
    [InlineData(.4, .4, "Below the real images in realism and in diversity")]
    [InlineData(.6, .51, "Above the real images in realism, level with them in diversity")]
    public void Of_OneSet_IsHeldAgainstTheReals(double qs, double ds, string headline)
    {
        var verdict = ComparisonVerdict.Of(SampleComparison.Of([Set("a", qs, ds)]));

        Assert.Equal(headline, verdict.Headline);
        Assert.Contains(verdict.Sentences, sentence => sentence.Contains("FID-infinity", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(20, "Above the real images in realism, level with them in diversity")]
    [InlineData(21, "No verdict: generated images are real ones")]
    public void Of_OneSetWithRealsInIt_IsNotJudged(int copies, string headline)
    {
        var verdict = ComparisonVerdict.Of(SampleComparison.Of([Set("a", .6, .51) with { CopiesOfReals = copies }]));

        Assert.Equal(headline, verdict.Headline);
        Assert.Equal(copies > 20, verdict.Sentences.Contains("21 of the 2000 images of a are real images, which every metric counts as perfect: it is not judged."));
    }

    [Fact]
    public void Of_SeveralSetsWithRealsInOne_JudgesTheOthers()
    {
        PairedTest[] tests = [Test("qs", .001), Test("qs", .001, first: "a/", other: "c/"), Test("qs", .001, first: "b/", other: "c/")];
        var two = ComparisonVerdict.Of(SampleComparison.Of([Set("a/") with { CopiesOfReals = 2000 }, Set("b/", .4, .4)], tests[0]));
        var three = ComparisonVerdict.Of(SampleComparison.Of([Set("a/") with { CopiesOfReals = 2000 }, Set("b/"), Set("c/")], tests));

        Assert.Equal("b: below the real images in realism and in diversity", two.Headline);
        Assert.Equal("b is more realistic", three.Headline);
        Assert.StartsWith("2000 of the 2000 images of a are real images", three.Sentences[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(three.Sentences, sentence => sentence.Contains("a is more", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_TwoSetsWithoutTests_ClaimsNothing() => Assert.Equal("Not tested", ComparisonVerdict.Of(OfTwo()).Headline);

    [Fact]
    public void Correct_Holm_MultipliesByTheTestsThatAreLeft() =>
        Assert.Equal([.03, .06, .06], HolmCorrection.Correct([.01, .04, .03]), (a, b) => Math.Abs(a - b) < 1e-15);

    private static ComparisonReport OfTwo(params PairedTest[] tests) => SampleComparison.Of([Set("a/"), Set("b/")], tests);
}
