using Giqa.Web.Reports;

namespace Giqa.Tests.Reports;

public sealed class ReportSelectionTests
{
    [Fact]
    public void Choose_ManyEntries_TakesTheEndsInOrder()
    {
        var selection = ReportSelection.Choose(SampleReport.Rising(100), count: 3);

        Assert.Equal([99, 98, 97], selection.Best);
        Assert.Equal([0, 1, 2], selection.Worst);
        Assert.Equal([0, 9, 19, 29, 39, 49, 59, 69, 79, 89, 99], selection.Quantiles);
        Assert.Equal(3, selection.Random.Distinct().Count());
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(2, 1, 1)]
    [InlineData(7, 4, 3)]
    public void Choose_FewEntries_SharesThemBetweenBestAndWorst(int count, int best, int worst)
    {
        var selection = ReportSelection.Choose(SampleReport.Rising(count), count: 24);

        Assert.Equal(best, selection.Best.Count);
        Assert.Equal(worst, selection.Worst.Count);
        Assert.Empty(selection.Best.Intersect(selection.Worst));
        Assert.Equal(Enumerable.Range(0, count), selection.All.Order());
    }

    [Fact]
    public void Choose_EntriesWithoutScore_AreNeverChosen()
    {
        ReportEntry[] entries = [new("a", null, null, "empty"), new("b", 1, .5, "ok"), new("c", null, null, "truncated")];

        Assert.Equal([1], ReportSelection.Choose(entries).All);
    }

    [Fact]
    public void Choose_EqualScores_KeepTheOrderOfTheEntries()
    {
        ReportEntry[] entries = [.. Enumerable.Range(0, 6).Select(i => new ReportEntry($"{i}", 1, .5, "ok"))];

        Assert.Equal([0, 1], ReportSelection.Choose(entries, count: 2).Worst);
    }

    [Fact]
    public void Choose_Seed_DeterminesTheRandomImages()
    {
        var entries = SampleReport.Rising(1000);

        Assert.Equal(ReportSelection.Choose(entries, seed: 1).Random, ReportSelection.Choose(entries, seed: 1).Random);
        Assert.NotEqual(ReportSelection.Choose(entries, seed: 1).Random, ReportSelection.Choose(entries, seed: 2).Random);
        Assert.InRange(ReportSelection.Choose(entries, count: 200, seed: 1).Random.Average(), 430, 570);
    }
}
