using Giqa.Web.Reports;

namespace Giqa.Tests.Reports;

public sealed class ReportSetTests
{
    [Fact]
    public void Of_Entries_GroupsBySetAndIteration()
    {
        var sets = ReportSet.Of([Entry("b", 200, .5), Entry("a", 100, .1), Entry("a", 200, .4), Entry("a", 200, .6), Entry("a", null, null)]);

        Assert.Equal(["b", "a"], sets.Select(set => set.Name));
        Assert.Equal([100, 200], sets[1].Iterations.Select(point => point.Iteration));
        Assert.Equal(.5, sets[1].Iterations[1].Summary.Mean, 12);
        Assert.Equal((3, 1), (sets[1].Summary.Scored, sets[1].Summary.Skipped));
    }

    [Fact]
    public void Chance_OfADifferenceOf196StandardErrors_IsFivePercent()
    {
        var (first, second) = (Summary(.5, .01), Summary(.5 + (1.959964 * Math.Sqrt(2) * Summary(.5, .01).StandardError), .01));

        Assert.Equal(.05, SetVerdict.Chance(first, second), 6);
        Assert.Equal(1, SetVerdict.Chance(first, first));
        Assert.Equal(0, SetVerdict.Chance(Summary(.4, 0), Summary(.5, 0)));
    }

    [Fact]
    public void Of_SetsFarApart_SaysWhichIsMoreRealisticAndElseThatItIsNoise()
    {
        ReportEntry[] entries = [.. Enumerable.Range(0, 50).SelectMany(i => (ReportEntry[])[Entry("good", null, .6 + (i * .001)), Entry("bad", null, .2 + (i * .001)), Entry("alike", null, .2 + (i * .00101))])];

        Assert.StartsWith("good is more realistic than the next best of the 3 sets, ", SetVerdict.Of(ReportSet.Of(entries)), StringComparison.Ordinal);
        Assert.Contains("no more than noise", SetVerdict.Of(ReportSet.Of([.. entries.Where(entry => entry.Set != "good")])), StringComparison.Ordinal);
        Assert.Null(SetVerdict.Of(ReportSet.Of([.. entries.Where(entry => entry.Set == "good")])));
    }

    [Fact]
    public void Curves_Points_StayWithinQualityAndCarryTheirSpread()
    {
        var points = SetCharts.Curves(ReportSet.Of([Entry("", 1, .01), Entry("", 1, .99), Entry("", 2, .5)]))["datasets"]!["points"]!.AsArray();

        Assert.Equal(2, points.Count);
        Assert.Equal((0.0, 1.0), (points[0]!["low"]!.GetValue<double>(), points[0]!["high"]!.GetValue<double>()));
        Assert.Equal(.5, points[1]!["low"]!.GetValue<double>());
    }

    private static ReportEntry Entry(string set, long? iteration, double? quality) =>
        new($"{set}/{iteration}", quality, quality, quality is null ? "empty" : "ok") { Set = set, Iteration = iteration };

    private static QualitySummary Summary(double mean, double deviation) =>
        QualitySummary.Of([.. Enumerable.Range(0, 100).Select(i => Entry("", null, mean + (i % 2 == 0 ? deviation : -deviation)))]);
}
