using Giqa.Agreement.Preferences;
using Giqa.Images;
using Giqa.Models;
using Giqa.Scores;
using Giqa.Tests.Browser;
using Giqa.Tests.Library;
using Giqa.Tests.Models;
using Giqa.Tests.Support;
using Microsoft.Playwright;

namespace Giqa.Tests.Live;

[Collection(BrowserTests.Name)]
public sealed class LiveInBrowserTests(BrowserFixture browser, ImageScorerTests.Fitted fitted) : IClassFixture<ImageScorerTests.Fitted>, IDisposable
{
    private const string Points = "[aria-roledescription=point]";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(BrowserView.Widths), MemberType = typeof(BrowserView))]
    public async Task Gallery_FilteredPickedAndCopied_DoesWhatItSays(int width)
    {
        RunningGallery.Paint(_folder.File("out/cats"), 200, 30);
        RunningGallery.Paint(_folder.File("out/dogs"), 300, 30);
        RunningGallery.Write(_folder.File("out/dogs/<img src=x onerror=alert(1)>.png"), "no image"u8.ToArray());
        await using var gallery = await RunningGallery.StartAsync(fitted, _folder, ["out"]);
        await gallery.ScoredAsync(61);

        await browser.VisitAsync(gallery.Url, new BrowserView(width), async visit =>
        {
            var page = visit.Page;
            await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync("61 of 61 shown");
            await Assertions.Expect(page.Locator("#kept")).ToHaveTextAsync("60 of 60");
            await Assertions.Expect(page.Locator("#histogram [aria-roledescription=bar]")).ToHaveCountAsync(40);
            await visit.AssertFitsAsync();
            await visit.AssertNamedAsync();

            await page.Locator("#folder").SelectOptionAsync("cats");
            await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync("30 of 61 shown");
            await page.Locator("#folder").SelectOptionAsync("");
            await page.Locator("#rule").SelectOptionAsync("share");
            await page.Locator("#threshold").FillAsync("500");
            await Assertions.Expect(page.Locator("#kept")).ToHaveTextAsync("30 of 60");
            Assert.True(await NumberAsync(page, "#kept-quality") > await NumberAsync(page, "#all-quality"));
            await page.Locator("#show").SelectOptionAsync("kept");
            await Assertions.Expect(page.Locator("#cards > li")).ToHaveCountAsync(30);
            await page.Locator("#show").SelectOptionAsync("");

            await page.Locator("#select-kept").ClickAsync();
            await Assertions.Expect(page.Locator("#selected-count")).ToHaveTextAsync("30 selected");
            await page.Locator("#copy").ClickAsync();
            await Assertions.Expect(page.Locator("#told")).ToContainTextAsync("30 images are in");
            var download = await page.RunAndWaitForDownloadAsync(() => page.Locator("#export").ClickAsync());
            Assert.Equal(30, (await File.ReadAllLinesAsync(await download.PathAsync())).Length);
            await visit.ShootAsync($"serve-gallery-{width}");
        });

        Assert.Equal(30, Directory.GetFiles(_folder.File("picked"), "*.png", SearchOption.AllDirectories).Length);
    }

    // Of 100 images 40 have an opinion: quality is calibrated on the other 60, and nobody said that those are real.
    [Fact]
    public async Task Gallery_ModelOfPreferencesWithoutReals_SaysWhatItsQualityIsMeasuredBy()
    {
        var labels = PreferenceLabels.Of([.. Enumerable.Range(0, 40).Select(row => (row, (double)fitted.Reals.Matrix.Row(row)[0]))]);
        new PreferenceTraining(fitted.Reals, labels, null).Run(null, default).Save(_folder.File("mine.giqa"));
        RunningGallery.Paint(_folder.File("a"), 200, 6);
        RunningGallery.Paint(_folder.File("b"), 300, 6);
        await using var gallery = await RunningGallery.StartAsync(fitted, _folder, ["a", "b"], model: _folder.File("mine.giqa"));
        await gallery.ScoredAsync(12);

        await browser.VisitAsync(gallery.Url, new BrowserView(1280), async visit =>
        {
            await Assertions.Expect(visit.Page.Locator("#median")).ToHaveTextAsync("0.5: the median of the unjudged images");
            await visit.Page.Locator("#tab-compare").ClickAsync();
            await Assertions.Expect(visit.Page.Locator("#compare-figures")).ToContainTextAsync("below .5 (unjudged images: 50 %)");
            await visit.AssertFitsAsync();
        });
    }

    [Theory]
    [MemberData(nameof(BrowserView.Widths), MemberType = typeof(BrowserView))]
    public async Task Gallery_ByKeyboard_MovesSelectsAndEnlarges(int width)
    {
        RunningGallery.Paint(_folder.File("out"), 200, 12);
        await using var gallery = await RunningGallery.StartAsync(fitted, _folder, ["out"]);
        await gallery.ScoredAsync(12);

        await browser.VisitAsync(gallery.Url, new BrowserView(width) { Dark = true }, async visit =>
        {
            var page = visit.Page;
            await page.Locator("#sort").SelectOptionAsync("name");
            await Assertions.Expect(page.Locator("#cards .name").First).ToHaveTextAsync("0200.png");
            await page.Locator(".shot").First.FocusAsync();
            await page.Keyboard.PressAsync("ArrowRight");
            await page.Keyboard.PressAsync("Space");
            await Assertions.Expect(page.Locator("#selected-count")).ToHaveTextAsync("1 selected");
            await page.Keyboard.PressAsync("ArrowDown");
            await page.Keyboard.PressAsync("ArrowUp");
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(page.Locator("#viewer-name")).ToHaveTextAsync("0201.png");
            await page.Keyboard.PressAsync("ArrowRight");
            await Assertions.Expect(page.Locator("#viewer-name")).ToHaveTextAsync("0202.png");
            await page.Keyboard.PressAsync("Space");
            await Assertions.Expect(page.Locator("#selected-count")).ToHaveTextAsync("2 selected");
            await page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(page.Locator("#viewer")).ToBeHiddenAsync();
        });
    }

    [Theory]
    [MemberData(nameof(BrowserView.Widths), MemberType = typeof(BrowserView))]
    public async Task Gallery_OfManyImages_HoldsOnlyWhatIsInViewAndReachesTheLast(int width)
    {
        ScoreFile.Write(_folder.File("scores.csv"), [.. Enumerable.Range(0, 3000).Select(i => ImageScore.Skipped($"{i:D4}.png", ImageFault.Empty, null))]);
        await using var gallery = await RunningGallery.StartAsync(null, _folder, ["scores.csv"]);

        await browser.VisitAsync(gallery.Url, new BrowserView(width), async visit =>
        {
            var (page, names) = (visit.Page, visit.Page.Locator("#cards .name"));
            await page.Locator("#sort").SelectOptionAsync("name");
            await Assertions.Expect(names.First).ToHaveTextAsync("0000.png");
            await page.EvaluateAsync("window.scrollTo(0, document.body.scrollHeight)");
            await Assertions.Expect(names.Last).ToHaveTextAsync("2999.png");
            Assert.InRange(await names.CountAsync(), 8, 300);
            await page.Locator("#search").FillAsync("07");
            await Assertions.Expect(names.First).ToHaveTextAsync("0007.png");
            await visit.AssertFitsAsync();
        });
    }

    [Fact]
    public async Task Gallery_WhileImagesAreScored_KeepsTheFocusAndTheOpenImage()
    {
        RunningGallery.Paint(_folder.File("out"), 200, 6);
        await using var gallery = await RunningGallery.StartAsync(fitted, _folder, ["out"]);
        await gallery.ScoredAsync(6);

        await browser.VisitAsync(gallery.Url, new BrowserView(1280), async visit =>
        {
            var page = visit.Page;
            await page.Locator("#sort").SelectOptionAsync("name");
            await page.GetByAltText("0203.png").Locator("..").FocusAsync();
            RunningGallery.Paint(_folder.File("out"), 100, 6);
            await Assertions.Expect(page.Locator("#kept")).ToHaveTextAsync("12 of 12");
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(page.Locator("#viewer-name")).ToHaveTextAsync("0203.png");
            RunningGallery.Paint(_folder.File("out"), 110, 6);
            await Assertions.Expect(page.Locator("#kept")).ToHaveTextAsync("18 of 18");
            await page.Keyboard.PressAsync("ArrowRight");
            await Assertions.Expect(page.Locator("#viewer-name")).ToHaveTextAsync("0204.png");
        });
    }

    [Theory]
    [MemberData(nameof(BrowserView.Widths), MemberType = typeof(BrowserView))]
    public async Task Compare_TwoSets_ShowsThemSideBySide(int width)
    {
        RunningGallery.Paint(_folder.File("first"), 200, 30, noise: 0);
        RunningGallery.Paint(_folder.File("second"), 200, 30, noise: 5);
        await using var gallery = await RunningGallery.StartAsync(fitted, _folder, ["first", "second"]);
        await gallery.ScoredAsync(60);

        await browser.VisitAsync(gallery.Url, new BrowserView(width), async visit =>
        {
            var page = visit.Page;
            await page.GetByRole(AriaRole.Tab, new() { Name = "Compare" }).ClickAsync();
            await Assertions.Expect(page.Locator("#pairs > li")).ToHaveCountAsync(24);
            await Assertions.Expect(page.Locator("#overlay [aria-roledescription=point]")).ToHaveCountAsync(40);
            var figures = await page.Locator("#compare-figures tr:nth-child(2) td").AllInnerTextsAsync();
            Assert.True(Parse(figures[0]) > Parse(figures[1]), string.Join(" against ", figures));
            await page.Locator("#pairing").SelectOptionAsync("name");
            var names = await page.Locator("#pairs > li:first-child .name").AllTextContentsAsync();
            Assert.Equal(names[0], names[^1]);
            await visit.AssertFitsAsync();
            await visit.AssertNamedAsync();
            await visit.ShootAsync($"serve-compare-{width}");
        });
    }

    [Theory]
    [MemberData(nameof(BrowserView.Widths), MemberType = typeof(BrowserView))]
    public async Task Training_WhileSnapshotsAppear_DrawsTheCurvesOn(int width)
    {
        RunningGallery.Paint(_folder.File("real"), 0, 40, noise: 0);
        RunningGallery.Paint(_folder.File("run/snapshots/000100"), 200, 16, noise: 5);
        RunningGallery.Paint(_folder.File("run/snapshots/000200"), 200, 16, noise: 3);
        await using var gallery = await RunningGallery.StartAsync(fitted, _folder, ["run"], real: "real");
        await gallery.ScoredAsync(32);

        await browser.VisitAsync(gallery.Url, new BrowserView(width), async visit =>
        {
            var page = visit.Page;
            await Assertions.Expect(page.GetByRole(AriaRole.Tab, new() { Name = "Training" })).ToBeVisibleAsync();
            await page.GetByRole(AriaRole.Tab, new() { Name = "Gallery" }).FocusAsync();
            await page.Keyboard.PressAsync("ArrowRight");
            await Assertions.Expect(page.Locator("#curves figure").First.Locator(Points)).ToHaveCountAsync(2);
            RunningGallery.Paint(_folder.File("run/snapshots/000300"), 200, 16, noise: 0);
            await Assertions.Expect(page.Locator("#curves figure").First.Locator(Points)).ToHaveCountAsync(3);
            await Assertions.Expect(page.Locator("#curves figure").Nth(2).Locator(Points)).ToHaveCountAsync(3);
            await visit.AssertFitsAsync();
            await visit.AssertNamedAsync();
            await visit.ShootAsync($"serve-training-{width}");
        });
    }

    [Fact]
    public async Task Gallery_OfAModelThatPraisesNoise_SaysSoAboveItsScores()
    {
        RunningGallery.Paint(_folder.File("out"), 200, 4);
        ForeignProbeTests.Model(1, heldOut: 40).Save(_folder.File("noisy.giqa"));
        ForeignProbeTests.Model(1, heldOut: 1e6).Save(_folder.File("honest.giqa"));
        foreach (var (model, expected) in new[] { ("noisy", "noisy: it ranks non-images above a quality of .05: fine checks (1.00), stripes (1.00), uniform noise (1.00)"), ("honest", null) })
        {
            await using var gallery = await RunningGallery.StartAsync(fitted, _folder, ["out"], model: _folder.File($"{model}.giqa"));
            await gallery.ScoredAsync(4);
            await browser.VisitAsync(gallery.Url, new BrowserView(1280), async visit =>
            {
                await Assertions.Expect(visit.Page.Locator("#cards > li")).ToHaveCountAsync(4);
                var caution = visit.Page.Locator("#model-caution");
                await (expected is null ? Assertions.Expect(caution).ToBeEmptyAsync() : Assertions.Expect(caution).ToContainTextAsync(expected));
                await visit.AssertFitsAsync();
                await visit.AssertNamedAsync();
            });
        }
    }

    [Fact]
    public async Task Views_HaveAddresses_ThatCanBeLinkedAndBackReturnsFrom()
    {
        RunningGallery.Paint(_folder.File("first"), 200, 12, noise: 0);
        RunningGallery.Paint(_folder.File("second"), 200, 12, noise: 5);
        await using var gallery = await RunningGallery.StartAsync(fitted, _folder, ["first", "second"]);
        await gallery.ScoredAsync(24);

        await browser.VisitAsync(new Uri(gallery.Url, "/#compare"), new BrowserView(1280), async visit =>
        {
            var page = visit.Page;
            await Assertions.Expect(page.Locator("#pairs > li")).ToHaveCountAsync(12);
            await page.GetByRole(AriaRole.Tab, new() { Name = "Gallery" }).ClickAsync();
            await Assertions.Expect(page.Locator("#compare")).ToBeHiddenAsync();
            _ = await page.GoBackAsync();
            await Assertions.Expect(page.Locator("#compare")).ToBeVisibleAsync();
            await Assertions.Expect(page.Locator("#gallery")).ToBeHiddenAsync();
        });
    }

    [Fact]
    public async Task Threshold_WhenMoved_BringsWhatIsKeptFirstAndSelectsExactlyThat()
    {
        RunningGallery.Paint(_folder.File("out"), 200, 30);
        await using var gallery = await RunningGallery.StartAsync(fitted, _folder, ["out"]);
        await gallery.ScoredAsync(30);

        await browser.VisitAsync(gallery.Url, new BrowserView(1280), async visit =>
        {
            var page = visit.Page;
            await page.Locator("#cards input").First.CheckAsync();
            await Assertions.Expect(page.Locator("#selected-count")).ToHaveTextAsync("1 selected");
            await page.Locator("#rule").SelectOptionAsync("share");
            await page.Locator("#threshold").FillAsync("800");
            await Assertions.Expect(page.Locator("#kept")).ToHaveTextAsync("6 of 30");
            await Assertions.Expect(page.Locator("#threshold")).ToHaveAttributeAsync("aria-valuetext", "the best 20.0 %, 6 images");
            await Assertions.Expect(page.Locator("#cards > li").First).Not.ToHaveClassAsync(new System.Text.RegularExpressions.Regex("below"));
            await Assertions.Expect(page.Locator("#cards > li").Nth(5)).Not.ToHaveClassAsync(new System.Text.RegularExpressions.Regex("below"));
            await page.Locator("#select-kept").ClickAsync();
            await Assertions.Expect(page.Locator("#selected-count")).ToHaveTextAsync("6 selected");
        });
    }

    private static async Task<double> NumberAsync(IPage page, string place) => Parse(await page.Locator(place).InnerTextAsync());

    private static double Parse(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
