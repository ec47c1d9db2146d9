using Giqa.Agreement.Labelling;
using Giqa.Metrics;
using Giqa.Tests.Labelling;
using Giqa.Tests.Library;
using Giqa.Tests.Live;
using Giqa.Tests.Metrics.Verdicts;
using Giqa.Tests.Reports;
using Giqa.Tests.Reports.Comparisons;
using Giqa.Tests.Reports.Pairs;
using Giqa.Tests.Support;
using Giqa.Web.Comparisons;
using Giqa.Web.Hosting;
using Microsoft.Playwright;

namespace Giqa.Tests.Browser;

/// <summary>Every page, in light and dark, wide and narrow: axe-core finds nothing.</summary>
[Collection(BrowserTests.Name)]
public sealed class AccessibilityTests(BrowserFixture browser, ImageScorerTests.Fitted fitted) : IClassFixture<ImageScorerTests.Fitted>, IDisposable
{
    private const string Drawn = "document.querySelectorAll('[data-chart] svg').length === document.querySelectorAll('[data-chart]').length";

    private static readonly BrowserView[] Views = [new(1280), new(1280) { Dark = true }, new(400), new(400) { Dark = true }];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Report_OfSetsSnapshotsAndAComparison_IsAccessible()
    {
        ComparisonResult[] snapshots = [SampleComparison.Set("run/snapshots/000100/", qs: .2), SampleComparison.Set("run/snapshots/000200/", qs: .3)];
        var report = SampleReport.Full();
        var set = 0;
        report = report with
        {
            Comparison = new ComparisonPage { Title = "run", RealName = "r", Comparison = SampleComparison.Of(snapshots, SampleComparison.Test("qs", .01, first: snapshots[0].Input, other: snapshots[1].Input)) },
            Entries = [.. report.Entries.Select(entry => entry with { Set = $"set {set++ % 3}", Iteration = 100 * (1 + (set % 2)) })],
            Warnings = ["one", "two", "three", "four", "five"],
        };
        await ExamineAsync(await WriteAsync((await ReportPageText.WriteAsync(report)).Html), "#best .shot");
    }

    [Fact]
    public async Task Comparison_OfTwoSets_IsAccessible()
    {
        using var stream = new MemoryStream();
        var comparison = SampleComparison.Of([SampleComparison.Set("a"), SampleComparison.Set("b", qs: .3)], SampleComparison.Test("qs", .001, first: "a", other: "b"));
        using var images = ComparisonGalleryTests.Images(30);
        var gallery = ComparisonGalleryTests.Make(images, [.. Enumerable.Range(0, 30).Select(i => i / 30.0)], [.. Enumerable.Range(0, 30).Select(i => i / 60.0)]);
        await (new ComparisonPage { Title = "a, b against r", Comparison = comparison, RealName = "r", Gallery = gallery }).WriteAsync(stream);
        await ExamineAsync(await WriteAsync(System.Text.Encoding.UTF8.GetString(stream.ToArray())), "#images .shot");
    }

    [Fact]
    public async Task Pairs_WithReferences_AreAccessible()
    {
        using var sample = new SamplePairs();
        using var stream = new MemoryStream();
        await sample.Build(SamplePairs.Several).WriteAsync(stream);
        await ExamineAsync(await WriteAsync(System.Text.Encoding.UTF8.GetString(stream.ToArray())), ".shot");
    }

    [Fact]
    public async Task Gallery_WithAllItsTabs_IsAccessible()
    {
        RunningGallery.Paint(_folder.File("real"), 0, 40, noise: 0);
        RunningGallery.Paint(_folder.File("run/snapshots/000100"), 200, 16, noise: 5);
        RunningGallery.Paint(_folder.File("run/snapshots/000200"), 200, 16, noise: 3);
        RunningGallery.Paint(_folder.File("second"), 200, 16, noise: 0);
        await using var gallery = await RunningGallery.StartAsync(fitted, _folder, ["run", "second"], real: "real");
        await gallery.ScoredAsync(48);
        foreach (var view in Views)
        {
            await browser.VisitAsync(gallery.Url, view, async visit =>
            {
                var page = visit.Page;
                await Assertions.Expect(page.Locator("#histogram svg")).ToBeVisibleAsync();
                await page.AssertAccessibleAsync();
                await page.Locator("#cards .shot").First.ClickAsync();
                await Assertions.Expect(page.Locator("#viewer")).ToBeVisibleAsync();
                await Assertions.Expect(page.Locator("#nearest-reals > li")).ToHaveCountAsync(5);
                await page.AssertAccessibleAsync();
                await page.Keyboard.PressAsync("Escape");
                await page.Locator("#threshold").FillAsync("800");
                await page.GetByRole(AriaRole.Tab, new() { Name = "Compare" }).ClickAsync();
                await Assertions.Expect(page.Locator("#overlay svg")).ToBeVisibleAsync();
                await page.AssertAccessibleAsync();
                await page.GetByRole(AriaRole.Tab, new() { Name = "Training" }).ClickAsync();
                await Assertions.Expect(page.Locator("#curves svg").First).ToBeVisibleAsync();
                await page.AssertAccessibleAsync();
            });
        }
    }

    [Fact]
    public async Task Labelling_FromItsStartToTheAgreement_IsAccessible()
    {
        await using var site = await LabelSite.StartAsync();
        double?[] scores = [.. site.Store.Images.Select((_, i) => (double?)i / 100)];
        site.Store.SetScores(new LabelScorer("m.giqa", scores, scores));
        foreach (var observer in new[] { "ann", "bob" })
        {
            foreach (var task in site.Store.Upcoming(observer, 6))
            {
                site.Store.Record(observer, task, LabelAnswer.Left, TimeSpan.FromSeconds(2));
            }
        }

        await ExamineAsync(site.At("/"));
        await ExamineAsync(site.At("/agreement?consensus=none"));
        foreach (var view in Views)
        {
            await browser.VisitAsync(site.At("/judge?observer=cid"), view, async visit =>
            {
                await Assertions.Expect(visit.Page.Locator("#count")).ToHaveTextAsync("0 of 20");
                await visit.Page.AssertAccessibleAsync();
            });
        }
    }

    [Fact]
    public async Task SignIn_OfAProtectedHost_IsAccessible()
    {
        await using var host = LocalWebHost.Create(new LocalWebHostOptions { ApiKey = "0123456789abcdef-key" }, _ => { });
        await host.StartAsync();
        foreach (var view in Views)
        {
            // The console tells of the status 401, with which the page comes.
            _ = await browser.WatchAsync(host.Url, view, visit => visit.Page.AssertAccessibleAsync());
        }

        await host.StopAsync();
    }

    private async Task ExamineAsync(Uri address, string? enlarged = null)
    {
        foreach (var view in Views)
        {
            await browser.VisitAsync(address, view, async visit =>
            {
                _ = await visit.Page.WaitForFunctionAsync(Drawn);
                await visit.Page.AssertAccessibleAsync();
                if (enlarged is not null)
                {
                    await visit.Page.Locator(enlarged).First.ClickAsync();
                    await Assertions.Expect(visit.Page.Locator("#viewer")).ToBeVisibleAsync();
                    await visit.Page.AssertAccessibleAsync();
                }
            });
        }
    }

    private async Task<Uri> WriteAsync(string html)
    {
        await File.WriteAllTextAsync(_folder.File("page.html"), html);
        return new Uri(_folder.File("page.html"));
    }
}
