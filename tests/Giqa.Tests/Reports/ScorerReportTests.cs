using System.Net;
using System.Text;
using Giqa.Images;
using Giqa.Scores;
using Giqa.Tests.Support;
using Giqa.Web.Reports;
using Giqa.Web.Scorers;

namespace Giqa.Tests.Reports;

/// <summary>Several scorers of the same images on one page.</summary>
public sealed class ScorerReportTests
{
    private const int Count = 30;

    [Fact]
    public void Ends_AreEachScorersOwn_AndPairsSayHowTheyAgree()
    {
        var report = Report(image => (image + .5) / Count, image => (Count - image - .5) / Count);
        Assert.Equal([29, 28, 27, 26], report.Scorers[0].Best(4));
        Assert.Equal([0, 1, 2, 3], report.Scorers[0].Worst(4));
        Assert.Equal([0, 1, 2, 3], report.Scorers[1].Best(4));
        var pair = Assert.Single(report.Pairs());
        Assert.Equal(-1, pair.Correlation!.Value, 1e-12);
        Assert.Equal(Count, pair.Count);
        Assert.Equal([29, 28, 27, 26], pair.FirstHigher);
        Assert.Equal([0, 1, 2, 3], pair.SecondHigher);
    }

    [Fact]
    public void ImagesThatOneScorerSkipped_CountForTheOtherAlone()
    {
        var report = Report(image => image == 29 ? null : (image + .5) / Count, image => (image + .5) / Count);
        Assert.Equal([28, 27, 26, 25], report.Scorers[0].Best(4));
        Assert.Equal([29, 28, 27, 26], report.Scorers[1].Best(4));
        var pair = Assert.Single(report.Pairs());
        Assert.Equal(29, pair.Count);
        Assert.Equal(1, pair.Correlation!.Value, 1e-12);
        Assert.Empty(pair.FirstHigher.Concat(pair.SecondHigher));
    }

    [Fact]
    public void ScorersThatFindAllAlike_HaveNoCorrelation() =>
        Assert.Null(Assert.Single(Report(_ => .5, image => (image + .5) / Count).Pairs()).Correlation);

    [Fact]
    public async Task Page_ShowsBothDistributionsInOneChart_AndTheEndsOfBoth()
    {
        var page = WebUtility.HtmlDecode(await TextAsync(Report(image => (image + .5) / Count, image => (Count - image - .5) / Count)));
        Assert.Contains("30 images, seen by 2 scorers", page, StringComparison.Ordinal);
        Assert.Contains("gmm and nima: rank correlation \u22121", page, StringComparison.Ordinal);
        Assert.Equal(1, Occurrences(page, "data-chart=\"sets-chart\""));
        Assert.Contains("\"set\":\"gmm\"", page, StringComparison.Ordinal);
        Assert.Contains("\"set\":\"nima\"", page, StringComparison.Ordinal);
        Assert.Equal(6 * 4, Occurrences(page, "<figure class=\"card\">"));
        Assert.Contains("nima 0.017", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_WhereOneScorerIsHigherThroughout_SaysThatTheOtherHalfIsEmpty()
    {
        var page = await TextAsync(Report(image => (image + .5) / Count, image => (image + .25) / Count));
        Assert.Contains("No images: wherever they differ, gmm gives the higher quality.", page, StringComparison.Ordinal);
        Assert.Equal(5 * 4, Occurrences(page, "<figure class=\"card\">"));
        Assert.DoesNotMatch("<ol[^>]*>\\s*</ol>", page);
    }

    [Fact]
    public async Task Names_AreText()
    {
        var page = await TextAsync(Report(image => (image + .5) / Count, image => (image + .7) / (Count + 1), "<script>x</script>"));
        Assert.DoesNotContain("<script>x", page, StringComparison.Ordinal);
    }

    private static int Occurrences(string text, string part) => text.Split(part).Length - 1;

    private static async Task<string> TextAsync(ScorerReport report)
    {
        using var stream = new MemoryStream();
        await report.WriteAsync(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static ScorerReport Report(Func<int, double?> first, Func<int, double?> second, string name = "nima")
    {
        IReadOnlyList<ImageScore> Rows(Func<int, double?> quality) =>
            [.. Enumerable.Range(0, Count).Select(image => quality(image) is { } q ? ImageScore.Scored($"{image}.png", q, q) : ImageScore.Skipped($"{image}.png", ImageFault.Corrupt, null))];
        using var images = new MemorySource([.. Enumerable.Range(0, Count).Select(number => ($"{number}.png", (RgbImage?)PaintedImages.Paint(number)))]);
        return ScorerReport.Make([("gmm", Rows(first)), (name, Rows(second))], images, new ScoreReportOptions { Title = "scorers" });
    }
}
