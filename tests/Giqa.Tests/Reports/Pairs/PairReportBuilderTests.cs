using Giqa.Images.Pairs;
using Giqa.Web.Pairs;

namespace Giqa.Tests.Reports.Pairs;

public sealed class PairReportBuilderTests : IDisposable
{
    private readonly SamplePairs _sample = new();

    public void Dispose() => _sample.Dispose();

    [Fact]
    public void Build_SeveralResultsOfASource_RanksThemByReferenceAndSource()
    {
        var report = _sample.Build(SamplePairs.Several);

        Assert.Equal([("references/0.png", "sources/0.png"), ("references/0.png", "sources/1.png"), ("references/1.png", "sources/0.png"), ("references/1.png", "sources/1.png")], report.Groups.Select(group => (group.Reference.Name, group.Source!.Name)));
        var first = report.Groups[0];
        Assert.Equal(["made/0-0-4.png", "made/0-0-3.png", "made/0-0-2.png", "made/0-0-1.png", "made/0-0-0.png"], first.Results.Select(result => result.Image.Name));
        Assert.Equal([1, 2, 3, 4, 5], first.Results.Select(result => result.Rank));
        Assert.Equal((5, .2), (first.Count, Math.Round(first.Mean, 9)));
        Assert.All(first.Results, result => Assert.Null(result.Source));
        Assert.All(first.Results.Select(result => result.Image).Append(first.Reference).Append(first.Source!), picture => Assert.NotNull(picture.Bytes));
    }

    [Fact]
    public void Build_OneResultOfEachSource_RanksThemByReferenceWithTheirSources()
    {
        var report = _sample.Build([.. Enumerable.Range(0, 3).Select(source => (new ReferencePair($"made/{source}.png", "references/0.png", $"sources/{source}.png"), (double?)(.2 + (source * .1))))]);

        var group = Assert.Single(report.Groups);
        Assert.Null(group.Source);
        Assert.Equal(["sources/2.png", "sources/1.png", "sources/0.png"], group.Results.Select(result => result.Source!.Name));
    }

    [Fact]
    public void Build_MoreThanIsShown_KeepsTheBestAndTheWorst()
    {
        var scored = Enumerable.Range(0, 9).Select(i => (new ReferencePair($"made/{i}.png", $"references/{(i < 7 ? 0 : i)}.png"), (double?)i));
        var report = _sample.Build([.. scored], new PairReportOptions { Title = "t", Results = 3, Groups = 2 }, isQuality: false);

        Assert.Equal((2, 3), (report.Groups.Count, report.AllGroups));
        Assert.Equal([1, 2, 7], report.Groups[0].Results.Select(result => result.Rank));
        Assert.Equal((7, 3.0), (report.Groups[0].Count, report.Groups[0].Mean));
        Assert.Equal([.75, .625, 0], report.Groups[0].Results.Select(result => result.Share));
    }

    [Fact]
    public void Build_PictureThatIsMissing_SaysWhy()
    {
        var report = _sample.Build([(new ReferencePair("gone.png", "references/0.png", "gone too.png"), .5)]);

        var picture = report.Groups[0].Results[0];
        Assert.Equal((null, "the file does not exist"), (picture.Image.Bytes, picture.Image.Missing));
        Assert.Equal((null, "the file does not exist"), (picture.Source!.Bytes, picture.Source.Missing));
    }

    [Fact]
    public void Build_ScoresOfOtherPairs_AreRefused()
    {
        _ = _sample.Build([(new ReferencePair("made/0.png", "references/0.png"), .5)]);

        _ = Assert.Throws<ArgumentException>(() => PairReportBuilder.Build([], _sample.Pairs, null, null, new PairReportOptions { Title = "t" }));
    }
}
