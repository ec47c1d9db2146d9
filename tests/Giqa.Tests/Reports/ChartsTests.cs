using Giqa.Web.Reports;

namespace Giqa.Tests.Reports;

public sealed class ChartsTests
{
    [Fact]
    public void Histogram_Values_FallIntoTheirBinsAndOutliersIntoTheEnds()
    {
        var histogram = Histogram.Of([-5, .1, .26, .5, 1, 7], 0, 1, 4);

        Assert.Equal([2 / 6.0, 1 / 6.0, 1 / 6.0, 2 / 6.0], histogram.Shares, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal((.25, .5), (histogram.From(1), histogram.To(1)));
    }

    [Theory]
    [InlineData(new double[] { }, 0, 1)]
    [InlineData(new[] { 3.0 }, 3 - 3e-6, 3 + 3e-6)]
    public void RangeOf_DegenerateValues_IsNeverEmpty(double[] values, double low, double high)
    {
        var range = Histogram.RangeOf(values, .01);

        Assert.Equal(low, range.Low, 12);
        Assert.Equal(high, range.High, 12);
    }

    [Fact]
    public void RangeOf_Outliers_AreCut()
    {
        var range = Histogram.RangeOf([-1e9, .. Enumerable.Range(0, 198).Select(i => (double)i), 1e9], .01);

        Assert.Equal((0, 197), range);
    }

    [Fact]
    public void QualitySpecification_Qualities_AreBinnedBesideTheUniformReference()
    {
        var specification = Charts.QualitySpecification(QualitySummary.Of(SampleReport.Rising(200)));

        var bins = specification["datasets"]!["images"]!.AsArray();
        Assert.Equal(20, bins.Count);
        Assert.All(bins, bin => Assert.Equal(.05, bin!["share"]!.GetValue<double>(), 12));
        Assert.Equal(.05, specification["datasets"]!["reference"]![0]!["share"]!.GetValue<double>());
    }

    [Fact]
    public void ScoreSpecification_HeldOutReals_AreDrawnOverTheSameRange()
    {
        var specification = Charts.ScoreSpecification(SampleReport.Full());

        var images = specification["datasets"]!["images"]!.AsArray();
        var reals = specification["datasets"]!["reals"]!.AsArray();
        Assert.Equal(images.Count + 1, reals.Count);
        Assert.Equal(images[0]!["from"]!.GetValue<double>(), reals[0]!["from"]!.GetValue<double>());
        Assert.Equal(images[^1]!["to"]!.GetValue<double>(), reals[^1]!["from"]!.GetValue<double>());
        Assert.Equal(1, reals.SkipLast(1).Sum(bin => bin!["share"]!.GetValue<double>()), 9);
    }
}
