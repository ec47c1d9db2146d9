using System.Net;
using System.Text.Json;
using Giqa.Features;
using Giqa.Models;
using Giqa.Tests.Browser;
using Giqa.Tests.Library;
using Giqa.Tests.Service;
using Giqa.Tests.Support;
using Microsoft.Playwright;

namespace Giqa.Tests.Live;

[Collection(BrowserTests.Name)]
public sealed class NearestRealsTests(BrowserFixture browser, ImageScorerTests.Fitted fitted) : IClassFixture<ImageScorerTests.Fitted>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nearest_OfACopy_BeginsWithItsOriginalAndShowsIt()
    {
        RunningGallery.Paint(_folder.File("real"), 0, 100, noise: 0);
        RunningGallery.Paint(_folder.File("open"), 7, 1, noise: 0);
        await using var gallery = await StartAsync(_folder.File("real"));

        var answer = await NearestAsync(gallery);
        var reals = answer.GetProperty("reals").EnumerateArray().ToArray();

        Assert.Equal(JsonValueKind.Null, answer.GetProperty("why").ValueKind);
        Assert.Equal(5, reals.Length);
        Assert.Equal(("0007.png", 0), (reals[0].GetProperty("name").GetString(), reals[0].GetProperty("distance").GetDouble()));
        Assert.Equal(reals.Select(Distance).Order(), reals.Select(Distance));
        Assert.True(Distance(reals[1]) > 0 && answer.GetProperty("typical").GetDouble() > 0);
        var picture = await gallery.Client.GetByteArrayAsync($"/reals/0/{reals[0].GetProperty("number")}");
        Assert.Equal(await File.ReadAllBytesAsync(_folder.File("real/0007.png")), picture);
        Assert.NotEmpty(await gallery.Client.GetByteArrayAsync($"/reals/0/{reals[0].GetProperty("number")}/thumbnail"));
    }

    [Fact]
    public async Task Nearest_OfAModelThatDoesNotKnowItsImages_SaysSoAndSendsNone()
    {
        RunningGallery.Paint(_folder.File("open"), 7, 1, noise: 0);
        await using var gallery = await StartAsync(null);

        var real = (await NearestAsync(gallery)).GetProperty("reals")[0];

        Assert.Equal(("0007.png", "the model does not say where its images are"), (real.GetProperty("name").GetString(), real.GetProperty("missing").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(gallery, $"/reals/0/{real.GetProperty("number")}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(gallery, $"/reals/0/{real.GetProperty("number")}/thumbnail"));
    }

    [Fact]
    public async Task Nearest_WhoseFileLeadsOutOfTheRealsFolder_IsNotSent()
    {
        RunningGallery.Paint(_folder.File("real"), 0, 7, noise: 0);
        RunningGallery.Paint(_folder.File("elsewhere"), 7, 1, noise: 0);
        RunningGallery.Paint(_folder.File("open"), 7, 1, noise: 0);
        _ = File.CreateSymbolicLink(_folder.File("real/0007.png"), _folder.File("elsewhere/0007.png"));
        await using var gallery = await StartAsync(_folder.File("real"));

        var real = (await NearestAsync(gallery)).GetProperty("reals")[0];

        Assert.Equal(("0007.png", "it is outside the opened folder"), (real.GetProperty("name").GetString(), real.GetProperty("missing").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(gallery, $"/reals/0/{real.GetProperty("number")}"));
    }

    [Theory]
    [InlineData("/reals/0/100")]
    [InlineData("/reals/1/0")]
    [InlineData("/reals/0/-1/thumbnail")]
    [InlineData("/api/nearest/1")]
    [InlineData("/reals/0/..%2f..%2fsecret.png")]
    public async Task Address_OfNoReal_IsNotFound(string path)
    {
        RunningGallery.Paint(_folder.File("open"), 7, 1, noise: 0);
        await using var gallery = await StartAsync(null);

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(gallery, path));
    }

    [Fact]
    public async Task Nearest_WithoutAModel_SaysThatOneIsNeeded()
    {
        RunningGallery.Write(_folder.File("open.png"), RunningService.Png(1));
        await using var gallery = await RunningGallery.StartAsync(null, _folder, ["open.png"]);

        var answer = await NearestAsync(gallery);

        Assert.Contains("--model", answer.GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, answer.GetProperty("reals").GetArrayLength());
    }

    [Theory]
    [MemberData(nameof(BrowserView.Widths), MemberType = typeof(BrowserView))]
    public async Task Reals_ByKeyboard_StandInTheImagesPlaceAndGoAgain(int width)
    {
        RunningGallery.Paint(_folder.File("real"), 0, 100, noise: 0);
        RunningGallery.Paint(_folder.File("open"), 200, 3, noise: 0);
        await using var gallery = await StartAsync(_folder.File("real"), 3);

        await browser.VisitAsync(gallery.Url, new BrowserView(width), async visit =>
        {
            var (page, reals) = (visit.Page, visit.Page.Locator("#nearest-reals .real"));
            await page.Locator("#sort").SelectOptionAsync("name");
            await page.Locator(".shot").First.FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(reals).ToHaveCountAsync(5);
            Assert.Matches("^real image [0-9]{4}.png, distance [0-9.]+$", await reals.First.Locator("img").GetAttributeAsync("alt"));
            await page.Keyboard.PressAsync("Tab");
            await Assertions.Expect(reals.First).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("Space");
            await Assertions.Expect(reals.First).ToHaveAttributeAsync("aria-pressed", "true");
            await Assertions.Expect(page.Locator("#viewer .large")).ToHaveAttributeAsync("alt", new System.Text.RegularExpressions.Regex("^real image"));
            await Assertions.Expect(page.Locator("#selected-count")).ToHaveTextAsync("None selected");
            await page.Keyboard.PressAsync("Space");
            await Assertions.Expect(page.Locator("#viewer .large")).ToHaveAttributeAsync("alt", "0200.png");
            await page.Keyboard.PressAsync("ArrowRight");
            await Assertions.Expect(page.Locator("#viewer-name")).ToHaveTextAsync("0201.png");
            await Assertions.Expect(page.Locator("#nearest")).Not.ToHaveAttributeAsync("aria-busy", "true");
            await Assertions.Expect(reals.First).ToBeFocusedAsync();
            await visit.AssertFitsAsync();
            await visit.AssertNamedAsync();
            await visit.ShootAsync($"serve-nearest-{width}");
        });
    }

    /// <summary>A gallery over <c>open/</c> by a model of the painted reals, which says or does not say where they lie.</summary>
    private async Task<RunningGallery> StartAsync(string? source, int images = 1)
    {
        FeatureItem[] items = [.. fitted.Reals.Items.Select(item => new FeatureItem($"0{item.Name}.png", null, null))];
        var reals = new FeatureSet(fitted.Reals.Matrix, items, fitted.Reals.Fingerprint, fitted.Reals.BackboneName) { Preset = fitted.Reals.Preset };
        QualityModel.Fit(reals, new FitOptions { Method = FitMethod.Knn, Sources = source is null ? [] : [source] }).Save(_folder.File("own.giqa"));
        var gallery = await RunningGallery.StartAsync(fitted, _folder, ["open"], model: _folder.File("own.giqa"));
        await gallery.ScoredAsync(images);
        return gallery;
    }

    private static async Task<JsonElement> NearestAsync(RunningGallery gallery) => JsonDocument.Parse(await gallery.Client.GetStringAsync("/api/nearest/0")).RootElement;

    private static double Distance(JsonElement real) => real.GetProperty("distance").GetDouble();

    private static async Task<HttpStatusCode> StatusAsync(RunningGallery gallery, string path)
    {
        using var answer = await gallery.Client.GetAsync(path);
        return answer.StatusCode;
    }
}
