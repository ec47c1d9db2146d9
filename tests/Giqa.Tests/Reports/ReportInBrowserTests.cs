using Giqa.Metrics;
using Giqa.Tests.Browser;
using Giqa.Tests.Metrics.Verdicts;
using Giqa.Tests.Support;
using Giqa.Web.Comparisons;
using Giqa.Web.Reports;
using Microsoft.Playwright;

namespace Giqa.Tests.Reports;

[Collection(BrowserTests.Name)]
public sealed class ReportInBrowserTests(BrowserFixture browser) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<int> Widths => BrowserView.Widths;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Widths))]
    public async Task Page_InChromium_DrawsBothChartsAndFitsTheWindow(int width)
    {
        var address = await WriteAsync(SampleReport.Full());

        await browser.VisitAsync(address, new BrowserView(width), async visit =>
        {
            await Assertions.Expect(visit.Page.Locator("[data-chart] svg")).ToHaveCountAsync(2);
            await Assertions.Expect(visit.Page.Locator("[aria-roledescription=bar]")).ToHaveCountAsync(60);
            await visit.AssertFitsAsync();
            await visit.AssertNamedAsync();
            Assert.Equal(0, await visit.Page.Locator("img[src=x]").CountAsync());
        });
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public async Task Page_WithAComparisonOfSnapshots_DrawsEveryMetricOverIterations(int width)
    {
        ComparisonResult[] snapshots = [SampleComparison.Set("run/snapshots/000100/", qs: .2), SampleComparison.Set("run/snapshots/000200/", qs: .3), SampleComparison.Set("run/snapshots/000400/")];
        var comparison = new ComparisonPage { Title = "run", RealName = "r", Comparison = SampleComparison.Of(snapshots) };
        var address = await WriteAsync(SampleReport.Full() with { Comparison = comparison });

        await browser.VisitAsync(address, new BrowserView(width), async visit =>
        {
            var charts = visit.Page.Locator("#training [data-chart]");
            await Assertions.Expect(charts.Locator("svg")).ToHaveCountAsync(await charts.CountAsync());
            await Assertions.Expect(visit.Page.Locator("#training [data-chart=fid-curve] [aria-roledescription=point]")).ToHaveCountAsync(3);
            await Assertions.Expect(visit.Page.Locator("#training [data-chart=qs-curve] [aria-roledescription=point]")).ToHaveCountAsync(3);
            await visit.AssertFitsAsync();
            await visit.AssertNamedAsync();
        });
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public async Task Links_OfTheSections_LandOnTheirHeadings(int width)
    {
        var address = await WriteAsync(SampleReport.Full());

        await browser.VisitAsync(address, new BrowserView(width), async visit =>
        {
            await Assertions.Expect(visit.Page.Locator("[data-chart] svg")).ToHaveCountAsync(2);
            foreach (var target in await visit.Page.Locator("nav a").EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))"))
            {
                await visit.Page.Locator($"nav a[href='{target}']").ClickAsync();
                _ = await visit.Page.WaitForFunctionAsync(
                    "target => { const top = document.querySelector(`${target} h2`).getBoundingClientRect().top; return Math.abs(top - 16) < 2 || (top > 0 && innerHeight + scrollY >= document.documentElement.scrollHeight - 1); }",
                    target);
            }
        });
    }

    [Fact]
    public async Task Page_InPrint_UnfoldsItsWarningsAndLeavesNoEmptySections()
    {
        var address = await WriteAsync(SampleReport.Full() with { Warnings = ["one", "two", "three", "four", "the fifth"] });

        await browser.VisitAsync(address, new BrowserView(1280), async visit =>
        {
            await Assertions.Expect(visit.Page.GetByText("the fifth")).ToBeHiddenAsync();
            await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
            await Assertions.Expect(visit.Page.GetByText("the fifth")).ToBeVisibleAsync();
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "All scores" })).ToBeHiddenAsync();
        });
    }

    [Fact]
    public async Task Page_WithManySets_DrawsARangeOfEachAndNoCurves()
    {
        var report = SampleReport.Full();
        report = report with { Entries = [.. report.Entries.Select((entry, i) => entry with { Set = $"class {i % 12}" })] };

        await browser.VisitAsync(await WriteAsync(report), new BrowserView(1280), async visit =>
        {
            await Assertions.Expect(visit.Page.Locator("[data-chart=sets-chart] [aria-roledescription=point]")).ToHaveCountAsync(12);
            await Assertions.Expect(visit.Page.Locator("#sets figcaption")).ToContainTextAsync("nine in ten images");
            await Assertions.Expect(visit.Page.Locator("#sets .lead")).ToContainTextAsync("best of the 12 sets");
        });
    }

    [Fact]
    public async Task Page_WithAScriptAddedByOthers_RefusesIt()
    {
        var address = await WriteAsync(SampleReport.Full(), html => html.Replace("</main>", "<script>document.body.id = 'taken'</script></main>", StringComparison.Ordinal));

        _ = await browser.WatchAsync(address, new BrowserView(1280), async visit =>
        {
            Assert.Equal(string.Empty, await visit.Page.EvaluateAsync<string>("document.body.id"));
            await visit.ComplainedAsync("Content Security Policy");
        });
    }

    [Fact]
    public async Task Page_ThatAsksForSomethingElsewhere_IsComplainedOf()
    {
        var address = await WriteAsync(SampleReport.Full(), html => html
            .Replace("http-equiv=\"Content-Security-Policy\"", "name=\"unused\"", StringComparison.Ordinal)
            .Replace("</main>", "<img alt='' src='http://elsewhere.example/pixel.png'></main>", StringComparison.Ordinal));

        _ = await browser.WatchAsync(address, new BrowserView(1280), visit => visit.ComplainedAsync("elsewhere.example"));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public async Task Page_UsedByAVisitor_SortsFiltersAndEnlarges(int width)
    {
        var address = await WriteAsync(SampleReport.Full());

        await browser.VisitAsync(address, new BrowserView(width), async visit =>
        {
            var page = visit.Page;
            var first = page.Locator("#scores-table tbody tr:not([hidden]) td.name").First;
            var quality = page.Locator("#scores-table th button").Nth(2);
            await quality.ClickAsync();
            await Assertions.Expect(first).ToHaveTextAsync(SampleReport.HostileName);
            await quality.ClickAsync();
            await Assertions.Expect(first).ToContainTextAsync("copy.png");
            await page.FillAsync("#filter-name", "SET/00007");
            await Assertions.Expect(first).ToHaveTextAsync("set/00007.png");
            await Assertions.Expect(page.Locator("#filter-count")).ToHaveTextAsync("1 shown");
            await page.Locator("#best .shot").First.ClickAsync();
            await Assertions.Expect(page.Locator("#viewer")).ToBeVisibleAsync();
            await page.Keyboard.PressAsync("ArrowRight");
            await Assertions.Expect(page.Locator("#viewer .viewer-name")).ToHaveTextAsync("set/00119.png");
            await page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(page.Locator("#viewer")).ToBeHiddenAsync();
        });
    }

    [Fact]
    public async Task Page_InTheDark_HasADarkGround()
    {
        var address = await WriteAsync(SampleReport.Full());

        await browser.VisitAsync(address, new BrowserView(1280) { Dark = true }, async visit =>
            Assert.Equal("rgb(20, 23, 26)", await visit.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor")));
    }

    private async Task<Uri> WriteAsync(ScoreReport report, Func<string, string>? change = null)
    {
        var page = await ReportPageText.WriteAsync(report);
        var path = _folder.File("page.html");
        await File.WriteAllTextAsync(path, change is null ? page.Html : change(page.Html));
        return new Uri(path);
    }
}
