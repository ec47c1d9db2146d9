using System.Text;
using Giqa.Metrics;
using Giqa.Tests.Browser;
using Giqa.Tests.Metrics.Verdicts;
using Giqa.Tests.Support;
using Giqa.Web;
using Giqa.Web.Comparisons;

namespace Giqa.Tests.Reports.Comparisons;

[Collection(BrowserTests.Name)]
public sealed class ComparisonPageTests(BrowserFixture browser)
{
    private const string Hostile = "runs/<img src=x onerror=alert(1)>\"&";

    [Fact]
    public async Task WriteAsync_TwoSets_HasVerdictFiguresTestsAndFolders()
    {
        var page = await WriteAsync(TwoSets());

        Assert.Contains("<p class=\"headline\">a is more realistic; diversity differs by less than noise</p>", page.Markup, StringComparison.Ordinal);
        Assert.Contains("leads\">0.400", page.Section("figures"), StringComparison.Ordinal);
        Assert.Contains("12.30", page.Section("figures"), StringComparison.Ordinal);
        Assert.Contains("FID-infinity", page.Section("figures"), StringComparison.Ordinal);
        Assert.Contains("within noise", page.Section("tests"), StringComparison.Ordinal);
        Assert.Contains("&lt;shoes&gt;", page.Section("folders"), StringComparison.Ordinal);
        Assert.Contains("covariances over N - 1", page.Section("method"), StringComparison.Ordinal);
        Assert.Contains("giqa compare a b --real r", page.Section("method"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_HostileNames_AreEscapedAndNothingIsOutside()
    {
        var page = await WriteAsync(SampleComparison.Of(
            [SampleComparison.Set(Hostile), SampleComparison.Set("b")], SampleComparison.Test("qs", .001, first: Hostile, other: "b")));

        Assert.DoesNotContain("<img", page.Html[..page.Html.IndexOf("<script>", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.All(page.References, reference => Assert.Matches("^(#|data:)", reference));
        Assert.DoesNotContain("http:", page.Markup, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("few &lt;images&gt;", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_OneSet_HasTilesAndNoTests()
    {
        var page = await WriteAsync(SampleComparison.Of([SampleComparison.Set("only")]));

        Assert.Contains("class=\"tiles compared\"", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"tests\"", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Below the real images in realism, far below them in diversity", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_FidAlone_LeavesTheRestOut()
    {
        var set = SampleComparison.Set("a") with { Figures = new ComparisonFigures { Fid = 3 }, Errors = new ComparisonFigures(), Folders = [] };

        var page = await WriteAsync(SampleComparison.Of([set]));

        Assert.DoesNotContain("id=\"overview\"", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"folders\"", page.Markup, StringComparison.Ordinal);
        Assert.Contains("FID 3", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BrowserView.Widths), MemberType = typeof(BrowserView))]
    public async Task Page_InChromium_DrawsEveryChartAndFits(int width)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("page.html"), (await WriteAsync(TwoSets())).Html);

        await browser.VisitAsync(new Uri(folder.File("page.html")), new BrowserView(width) { Dark = width < 500 }, async visit =>
        {
            await visit.Page.WaitForFunctionAsync("document.querySelectorAll('[data-chart] svg').length === document.querySelectorAll('[data-chart]').length");
            Assert.Equal(10, await visit.Page.Locator("[data-chart] svg").CountAsync());
            await visit.AssertFitsAsync();
            await visit.AssertNamedAsync();
            await visit.ShootAsync($"comparison-{width}");
        });
    }

    private static ComparisonReport TwoSets() => SampleComparison.Of(
        [SampleComparison.Set("runs/a/"), SampleComparison.Set("runs/b/", qs: .3, ds: .29)],
        SampleComparison.Test("qs", .001, first: "runs/a/", other: "runs/b/"),
        SampleComparison.Test("ds", .4, first: "runs/a/", other: "runs/b/"),
        SampleComparison.Test("fid", .2, first: "runs/a/", other: "runs/b/"));

    private static async Task<ReportPageText> WriteAsync(ComparisonReport report)
    {
        using var stream = new MemoryStream();
        var page = new ComparisonPage { Title = "a & b against <r>", Comparison = report, RealName = "r", Facts = [new ReportFact("Command", "giqa compare a b --real r")] };
        await page.WriteAsync(stream);
        return new ReportPageText(Encoding.UTF8.GetString(stream.ToArray()));
    }
}
