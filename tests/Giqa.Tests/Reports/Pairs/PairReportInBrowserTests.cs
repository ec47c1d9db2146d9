using System.Text;
using Giqa.Tests.Browser;
using Giqa.Tests.Support;
using Giqa.Web.Pairs;
using Microsoft.Playwright;

namespace Giqa.Tests.Reports.Pairs;

[Collection(BrowserTests.Name)]
public sealed class PairReportInBrowserTests(BrowserFixture browser) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SamplePairs _sample = new();

    public static TheoryData<int> Widths => BrowserView.Widths;

    public void Dispose()
    {
        _sample.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public async Task Page_InChromium_ShowsReferenceSourceAndRankedResults(int width)
    {
        var address = await WriteAsync(_sample.Build(SamplePairs.Several));

        await browser.VisitAsync(address, new BrowserView(width), async visit =>
        {
            var first = visit.Page.Locator("#reference-1");
            await Assertions.Expect(visit.Page.Locator("section.pair")).ToHaveCountAsync(4);
            await Assertions.Expect(first.Locator(".given img")).ToHaveCountAsync(2);
            await Assertions.Expect(first.Locator(".results .quality")).ToHaveTextAsync(["0.4", "0.3", "0.2", "0.1", "0"]);
            await Assertions.Expect(visit.Page.Locator("#skipped tbody tr")).ToHaveCountAsync(3);
            await visit.AssertFitsAsync();
            await visit.AssertNamedAsync();
            Assert.Equal(0, await visit.Page.Locator("img[src=x]").CountAsync());
            await visit.ShootAsync($"pairs-{width}");
        });
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public async Task Page_UsedWithTheKeyboard_EnlargesSortsAndFilters(int width)
    {
        var address = await WriteAsync(_sample.Build(SamplePairs.Several));

        await browser.VisitAsync(address, new BrowserView(width), async visit =>
        {
            var (page, name) = (visit.Page, visit.Page.Locator("#viewer .viewer-name"));
            await page.Locator("#reference-1 .shot").First.FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(name).ToHaveTextAsync("references/0.png");
            await page.Keyboard.PressAsync("ArrowRight");
            await Assertions.Expect(name).ToHaveTextAsync("sources/0.png");
            await page.Keyboard.PressAsync("ArrowRight");
            await Assertions.Expect(name).ToHaveTextAsync("made/0-0-4.png");
            await page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(page.Locator("#viewer")).ToBeHiddenAsync();
            await page.FillAsync("#filter-name", "references/1");
            await Assertions.Expect(page.Locator("#filter-count")).ToHaveTextAsync("10 shown");
            await page.Locator("#scores-table th button").Nth(2).FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(page.Locator("#scores-table tbody tr:not([hidden]) td.name").First).ToHaveTextAsync("made/1-0-0.png");
        });
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public async Task Page_ResultsWithTheirOwnSources_FitsInTheDark(int width)
    {
        var address = await WriteAsync(_sample.Build([.. SamplePairs.Several.Where((_, i) => i % 5 == 0 && i < 20)]));

        await browser.VisitAsync(address, new BrowserView(width) { Dark = true }, async visit =>
        {
            await Assertions.Expect(visit.Page.Locator("#reference-1 .own img")).ToHaveCountAsync(2);
            await visit.AssertFitsAsync();
            await visit.AssertNamedAsync();
            Assert.Equal("rgb(20, 23, 26)", await visit.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
            await visit.ShootAsync($"pairs-dark-{width}");
        });
    }

    private async Task<Uri> WriteAsync(PairReport report)
    {
        using var stream = new MemoryStream();
        await report.WriteAsync(stream);
        var html = Encoding.UTF8.GetString(stream.ToArray());
        Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<none>", html, StringComparison.Ordinal);
        var path = _folder.File("page.html");
        await File.WriteAllTextAsync(path, html);
        return new Uri(path);
    }
}
