using System.Globalization;
using System.Net;
using Giqa.Images;
using Giqa.Models;
using Giqa.Tests.Labelling;
using Giqa.Tests.Library;
using Giqa.Tests.Live;
using Giqa.Tests.Reports;
using Giqa.Tests.Support;
using Giqa.Web;
using Giqa.Web.Reports;
using Microsoft.Playwright;

namespace Giqa.Tests.Browser;

/// <summary>Maps over the pictures of every page that shows some, behind the same switch.</summary>
[Collection(BrowserTests.Name)]
public sealed class MapOverlayTests(BrowserFixture browser, ImageScorerTests.Fitted fitted) : IClassFixture<ImageScorerTests.Fitted>, IDisposable
{
    private const string Loaded = "[...document.querySelectorAll('.map')].every(map => map.complete && map.naturalWidth > 0)";

    private static readonly BrowserView[] Views = [new(1280), new(1280) { Dark = true }, new(400)];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Gallery_OfAModelWithMaps_LaysThemOverItsPicturesOnDemand()
    {
        QualityModel.Load(fitted.Folder.File("model.giqa")).WithMaps(Learn()).Save(_folder.File("maps.giqa"));
        RunningGallery.Paint(_folder.File("out"), 200, 6, noise: 5);
        await using var gallery = await RunningGallery.StartAsync(fitted, _folder, ["out"], model: _folder.File("maps.giqa"));
        await gallery.ScoredAsync(6);
        foreach (var view in Views)
        {
            await browser.VisitAsync(gallery.Url, view, async visit =>
            {
                var page = visit.Page;
                await Assertions.Expect(page.Locator("#map-choice")).ToBeVisibleAsync();
                await Assertions.Expect(page.Locator(".map-legend")).ToBeHiddenAsync();
                await Assertions.Expect(page.Locator(".map")).ToHaveCountAsync(0);
                await page.GetByLabel("Show where images are bad").CheckAsync();
                await Assertions.Expect(page.Locator("#cards .map")).ToHaveCountAsync(6);
                await Eventually.HoldsAsync(() => page.EvaluateAsync<bool>(Loaded), "every map is there");
                await visit.AssertFitsAsync();
                await page.AssertAccessibleAsync();
                await visit.ShootAsync($"maps-gallery-{view.Width}{(view.Dark ? "-dark" : string.Empty)}");

                // Enlarged, it lies over the picture, and not over the real image that takes its place.
                await page.Locator("#cards .shot").First.ClickAsync();
                await Assertions.Expect(page.Locator("#viewer .map")).ToHaveCountAsync(1);
                await page.AssertAccessibleAsync();
                await page.Keyboard.PressAsync("Escape");
                await page.GetByLabel("Show where images are bad").UncheckAsync();
                await Assertions.Expect(page.Locator("#cards .map")).ToHaveCountAsync(0);
            });
        }

        Assert.Equal(HttpStatusCode.NotFound, (await gallery.Client.GetAsync("/maps/1/0")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await gallery.Client.GetAsync("/maps/0/600")).StatusCode);
    }

    [Fact]
    public async Task Gallery_OfAModelWithoutMaps_OffersNone()
    {
        RunningGallery.Paint(_folder.File("out"), 200, 2);
        await using var gallery = await RunningGallery.StartAsync(fitted, _folder, ["out"]);
        await gallery.ScoredAsync(2);

        await browser.VisitAsync(gallery.Url, new BrowserView(1280), async visit => await Assertions.Expect(visit.Page.Locator("#map-choice")).ToHaveCountAsync(0));
        Assert.Equal(HttpStatusCode.NotFound, (await gallery.Client.GetAsync("/maps/0/0")).StatusCode);
    }

    [Fact]
    public async Task Judge_WithAModelThatHasMaps_LaysThemOverBothSides()
    {
        using var mapper = new QualityMapper(Learn());
        await using var site = await LabelSite.StartAsync(maps: mapper);
        foreach (var view in Views)
        {
            await browser.VisitAsync(site.At($"/judge?observer=v{view.Width}{view.Dark}"), view, async visit =>
            {
                var page = visit.Page;
                await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync("0 of 20");
                await Assertions.Expect(page.Locator(".map")).ToHaveCountAsync(0);
                await page.GetByLabel("Show where images are bad").CheckAsync();
                var maps = page.Locator(".side .map");
                await Assertions.Expect(maps).ToHaveCountAsync(2);
                await Eventually.HoldsAsync(() => page.EvaluateAsync<bool>(Loaded), "every map is there");
                await visit.AssertFitsAsync();
                await page.AssertAccessibleAsync();
                await visit.ShootAsync($"maps-label-{view.Width}{(view.Dark ? "-dark" : string.Empty)}");

                // The next pair brings its own.
                var before = await maps.First.GetAttributeAsync("src");
                await page.Keyboard.PressAsync("ArrowLeft");
                await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync("1 of 20");
                Assert.NotEqual(before, await page.Locator(".side .map").First.GetAttributeAsync("src"));
            });
        }
    }

    [Fact]
    public async Task Report_GalleryOfAllImages_HasMapsToo()
    {
        int[] all = [.. Enumerable.Range(0, 40)];
        var map = new QualityMap(2, 2, [.001f, .9f, .05f, .9f], .01, [new MapRegion(0, 0, 32, 32, .01)]);
        var report = SampleReport.Of(SampleReport.Rising(all.Length)) with
        {
            Gallery = new ReportGallery { Entries = all, Thumbnails = [.. all.Select(_ => SampleReport.Pixel)], Side = 96 },
            Maps = all.ToDictionary(i => i, _ => new ReportMap(64, 64, map)),
        };
        using (var file = File.Create(_folder.File("report.html")))
        {
            await ScoreReportWriter.WriteAsync(report, file);
        }

        await browser.VisitAsync(new Uri(_folder.File("report.html")), new BrowserView(1280), async visit =>
        {
            var page = visit.Page;
            await page.Locator("#all-title").ScrollIntoViewIfNeededAsync();
            await page.GetByLabel("Show where images are bad").CheckAsync();
            var maps = page.Locator("#all-sheet .shot > .map");
            await Assertions.Expect(maps.First).ToBeVisibleAsync();
            Assert.Equal(await page.Locator("#all-sheet .shot").CountAsync(), await maps.CountAsync());
            await page.AssertAccessibleAsync();
            await page.Locator("#all-sheet .shot").First.ClickAsync();
            await Assertions.Expect(page.Locator("#viewer .map")).ToBeVisibleAsync();
            await visit.ShootAsync("maps-report");
        });
    }

    private static MapModel Learn()
    {
        using var reals = new MemorySource([.. Enumerable.Range(0, MapOptions.LeastImages).Select(i => (i.ToString(CultureInfo.InvariantCulture), (RgbImage?)PaintedImages.Paint(i)))]);
        return MapModel.Fit(reals);
    }
}
