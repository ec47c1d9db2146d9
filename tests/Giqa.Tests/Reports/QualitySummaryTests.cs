using Giqa.Web.Reports;

namespace Giqa.Tests.Reports;

public sealed class QualitySummaryTests
{
    private static QualitySummary Of(params double[] qualities) => QualitySummary.Of([.. qualities.Select(q => new ReportEntry("x", q, q, "ok"))]);

    // A model of preferences that was given no real images: nothing is said of real ones.
    [Fact]
    public void Verdict_QualityByOtherImages_SaysWhich()
    {
        var yardstick = new Yardstick("unjudged images", "unjudged images", "those", IsTypicality: false);
        var (low, high) = (Of([.. Enumerable.Repeat(.1, 60)]), Of([.. Enumerable.Repeat(.9, 60)]));
        Assert.Equal("Clearly below the unjudged images", Verdict.Headline(low, yardstick));
        Assert.Equal("Better than the unjudged images", Verdict.Headline(high, yardstick));
        Assert.Equal("The median image here outscores 90 % of unjudged images; the median one of those outscores 50 %.", Verdict.Sentence(high, yardstick));
    }

    [Fact]
    public void Of_Qualities_GivesMeanMedianErrorAndShares()
    {
        var summary = Of(.5, .1, .02, .9);

        Assert.Equal(.38, summary.Mean, 12);
        Assert.Equal(.3, summary.Median, 12);
        Assert.Equal(.202649122048, summary.StandardError, 9);
        Assert.Equal(0, summary.ShareBelow(.02));
        Assert.Equal(.25, summary.ShareBelow(.1));
        Assert.Equal(.5, summary.ShareBelow(.5));
    }

    [Fact]
    public void Of_SkippedAndMemorised_AreCounted()
    {
        var summary = QualitySummary.Of([new("a", 1, .5, "ok", Memorised: true), new("b", null, null, "empty")]);

        Assert.Equal((2, 1, 1, 1), (summary.Total, summary.Scored, summary.Skipped, summary.Memorised));
    }

    [Theory]
    [InlineData(.01, "Far from the real images")]
    [InlineData(.2, "Clearly below the real images")]
    [InlineData(.4, "Somewhat below the real images")]
    [InlineData(.5, "About as good as the real images")]
    [InlineData(.8, "More typical than the real images themselves")]
    public void Headline_MeanQuality_IsPutIntoWords(double quality, string words) => Assert.Equal(words, Verdict.Headline(Of([.. Enumerable.Repeat(quality, 60)]), Yardstick.RealImages));

    [Theory]
    [InlineData(.8, 2, true)]
    [InlineData(.66, 10, true)]
    [InlineData(.2, 1, true)]
    [InlineData(.01, 10, false)]
    [InlineData(.8, 20, false)]
    [InlineData(.55, 49, true)]
    public void Headline_SoFewThatRealsCouldHaveTheirMean_SaysSo(double quality, int images, bool isTooFew) =>
        Assert.Equal(isTooFew, Verdict.Headline(Of([.. Enumerable.Repeat(quality, images)]), Yardstick.RealImages) == "Too few images to tell them from real images");

    [Theory]
    [InlineData(6, 10, true)]
    [InlineData(5, 10, false)]
    [InlineData(1, 1, true)]
    public void Headline_MostlyCopiesOfTheReals_SpeaksOfNothingElse(int copies, int images, bool isTold)
    {
        var summary = QualitySummary.Of([.. Enumerable.Range(0, images).Select(i => new ReportEntry("x", 1, .9, "ok", Memorised: i < copies))]);

        Assert.Equal(isTold, Verdict.Headline(summary, Yardstick.RealImages) == "These are the real images of the model");
        Assert.Equal(isTold, Verdict.Sentence(summary, Yardstick.RealImages).Contains("says nothing about a generator", StringComparison.Ordinal));
    }

    [Fact]
    public void Sentence_MedianQuality_IsComparedWithReals() =>
        Assert.StartsWith("The median image here outscores 12 % of real images;", Verdict.Sentence(Of(.1, .12, .14), Yardstick.RealImages), StringComparison.Ordinal);

    [Fact]
    public void Caution_FewImages_IsGiven()
    {
        Assert.Contains("1 image:", Verdict.Caution(Of(.5)), StringComparison.Ordinal);
        Assert.Null(Verdict.Caution(Of([.. Enumerable.Repeat(.5, 50)])));
    }
}
