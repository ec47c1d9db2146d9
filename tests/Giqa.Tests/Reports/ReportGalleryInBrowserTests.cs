using Giqa.Images;
using Giqa.Tests.Browser;
using Giqa.Tests.Support;
using Giqa.Web.Reports;
using Microsoft.Playwright;

namespace Giqa.Tests.Reports;

[Collection(BrowserTests.Name)]
public sealed class ReportGalleryInBrowserTests(BrowserFixture browser) : IDisposable
{
    private const int Images = 1200;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<int> Widths => BrowserView.Widths;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Widths))]
    public async Task Gallery_OfManyImages_HoldsOnlyWhatIsInViewAndReachesTheLast(int width)
    {
        var address = await WriteAsync();

        await browser.VisitAsync(address, new BrowserView(width), async visit =>
        {
            var page = visit.Page;
            var shots = page.Locator("#all .shot");
            await Assertions.Expect(page.Locator("#all-count")).ToHaveTextAsync("1,200 shown");
            await Assertions.Expect(shots.First).ToHaveAttributeAsync("data-name", "a/1199.png");
            Assert.InRange(await shots.CountAsync(), 8, 200);
            await page.EvaluateAsync("document.getElementById('all-window').scrollTop = 1e9");
            await Assertions.Expect(shots.Last).ToHaveAttributeAsync("data-name", SampleReport.HostileName);
            Assert.InRange(await shots.CountAsync(), 8, 200);
            Assert.True(await page.EvaluateAsync<bool>("[...document.querySelectorAll('#all img')].at(-1).decode().then(() => true)"));
            await visit.AssertFitsAsync();
            await visit.AssertNamedAsync();
        });
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public async Task Gallery_SortedAndFiltered_ShowsWhatWasAskedFor(int width)
    {
        var address = await WriteAsync();

        await browser.VisitAsync(address, new BrowserView(width), async visit =>
        {
            var page = visit.Page;
            var shots = page.Locator("#all .shot");
            await page.SelectOptionAsync("#all-order", "worst");
            await Assertions.Expect(shots.First).ToHaveAttributeAsync("data-name", SampleReport.HostileName);
            await page.SelectOptionAsync("#all-set", "b");
            await Assertions.Expect(page.Locator("#all-count")).ToHaveTextAsync("599 shown");
            await page.FillAsync("#all-name", "0002.PNG");
            await Assertions.Expect(shots).ToHaveCountAsync(1);
            await page.FillAsync("#all-from", "0.5");
            await Assertions.Expect(shots).ToHaveCountAsync(0);
            await page.FillAsync("#all-from", "");
            await shots.First.PressAsync("Enter");
            await Assertions.Expect(page.Locator("#viewer .viewer-name")).ToHaveTextAsync("b/0002.png");
        });
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public async Task Sets_WithIterations_AreDrawnSideBySideAndOverTraining(int width)
    {
        var address = await WriteAsync();

        await browser.VisitAsync(address, new BrowserView(width), async visit =>
        {
            await Assertions.Expect(visit.Page.Locator("[data-chart] svg")).ToHaveCountAsync(4);
            await Assertions.Expect(visit.Page.Locator("#sets tbody tr")).ToHaveCountAsync(3);
            await Assertions.Expect(visit.Page.Locator("#training tbody tr")).ToHaveCountAsync(4);
            await Assertions.Expect(visit.Page.Locator("#duplicates .repeated > li")).ToHaveCountAsync(1);
            await visit.AssertFitsAsync();
        });
    }

    private async Task<Uri> WriteAsync()
    {
        ReportEntry[] entries =
        [
            new(SampleReport.HostileName, -10, .0001, "ok"),
            .. Enumerable.Range(1, Images - 1).Select(i => new ReportEntry($"{(i % 2 == 0 ? "b" : "a")}/{i:0000}.png", i, (i + .5) / Images, "ok") { Set = i % 2 == 0 ? "b" : "a", Iteration = i < 600 ? 100 : 200 }),
        ];
        byte[][] pictures = [.. Enumerable.Range(0, 7).Select(i => i == 0 ? ImageEncoder.EncodePng(PaintedImages.Paint(i)) : ImageEncoder.EncodeJpeg(PaintedImages.Paint(i), 80))];
        var report = SampleReport.Of(entries) with
        {
            Gallery = new ReportGallery { Entries = [.. Enumerable.Range(0, Images).Reverse()], Thumbnails = [.. Enumerable.Range(0, Images).Select(i => pictures[i % 7])], Side = 32 },
            Duplicates = [new ReportDuplicates([3, 4, 5, 6, 7], .25)],
            NearCopyDistance = .5,
        };
        var page = await ReportPageText.WriteAsync(report);
        await File.WriteAllTextAsync(_folder.File("page.html"), page.Html);
        return new Uri(_folder.File("page.html"));
    }
}
