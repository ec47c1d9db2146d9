using Giqa.Agreement;
using Giqa.Agreement.Labelling;
using Giqa.Tests.Agreement.Labelling;
using Giqa.Tests.Browser;
using Giqa.Tests.Support;
using Microsoft.Playwright;

namespace Giqa.Tests.Labelling;

[Collection(BrowserTests.Name)]
public sealed class LabelInBrowserTests(BrowserFixture browser)
{
    public static TheoryData<int> Widths => BrowserView.Widths;

    [Theory]
    [MemberData(nameof(Widths))]
    public async Task Judge_ByKeyboard_KeepsEveryAnswerAsItWasShown(int width)
    {
        await using var site = await LabelSite.StartAsync();
        site.Store.Record("ann", new LabelTask(1, 1, 3), LabelAnswer.Skip);

        await browser.VisitAsync(site.At("/"), new BrowserView(width), async visit =>
        {
            var page = visit.Page;
            await visit.AssertFitsAsync();
            await visit.AssertNamedAsync();
            await page.FillAsync("#observer", " ann ");
            await page.Keyboard.PressAsync("Enter");
            var count = page.Locator("#count");
            await Assertions.Expect(count).ToHaveTextAsync("1 of 20");
            await visit.AssertFitsAsync();
            await visit.AssertNamedAsync();
            foreach (var (key, done) in new[] { ("ArrowLeft", 2), ("ArrowRight", 3), ("ArrowDown", 4), ("s", 5), ("u", 4), ("1", 5), ("Backspace", 4), ("0", 5) })
            {
                await page.Keyboard.PressAsync(key);
                await Assertions.Expect(count).ToHaveTextAsync($"{done} of 20");
            }
        });

        Assert.Equal([PairChoice.Left, PairChoice.Right, PairChoice.Tie, PairChoice.Tie], site.Store.Judgements().Select(judgement => judgement.Choice));
        Assert.Equal((4, 1), (site.Store.ProgressOf("ann").Judged, site.Store.ProgressOf("ann").Skipped));
        Assert.InRange(site.Store.ProgressOf("ann").Seconds!.Value, 0, 3600);
    }

    [Fact]
    public async Task Judge_ByTouch_ChoosesTheTouchedImage()
    {
        await using var site = await LabelSite.StartAsync();
        var first = site.Store.Upcoming("bob", 1)[0];

        await browser.VisitAsync(site.At("/judge?observer=bob"), new BrowserView(400, 800) { Touch = true }, async visit =>
        {
            await Assertions.Expect(visit.Page.Locator("#count")).ToHaveTextAsync("0 of 20");
            Assert.Equal($"/images/{first.Right}", await visit.Page.Locator("[data-answer=right] img").GetAttributeAsync("src"));
            await visit.Page.Locator("[data-answer=right]").TapAsync();
            await Assertions.Expect(visit.Page.Locator("#count")).ToHaveTextAsync("1 of 20");
        });

        var judgement = Assert.Single(site.Store.Judgements());
        Assert.Equal((site.Store.Images[first.Left].Name, PairChoice.Right), (judgement.Left, judgement.Choice));
    }

    [Fact]
    public async Task Judge_ToTheEnd_ThanksAndUndoes()
    {
        await using var site = await LabelSite.StartAsync(pairs: 2);
        site.Store.Record("ann", new LabelTask(1, 1, 3), LabelAnswer.Skip);

        await browser.VisitAsync(site.At("/judge?observer=ann"), new BrowserView(1280), async visit =>
        {
            await visit.Page.Locator("[data-answer=tie]").ClickAsync();
            await Assertions.Expect(visit.Page.Locator("#done")).ToBeVisibleAsync();
            await visit.Page.Locator("#undo-last").ClickAsync();
            await Assertions.Expect(visit.Page.Locator("#done")).ToBeHiddenAsync();
            await Assertions.Expect(visit.Page.Locator("#count")).ToHaveTextAsync("1 of 2");
        });

        Assert.Empty(site.Store.Judgements());
    }

    [Fact]
    public async Task Judge_ServerGoesAway_KeepsTheAnswerAndSendsItWhenItIsBack()
    {
        await using var site = await LabelSite.StartAsync(port: FreePort.Next());

        var complaints = await browser.WatchAsync(site.At("/judge?observer=ann"), new BrowserView(1280), async visit =>
        {
            var (page, port) = (visit.Page, site.Host.Url.Port);
            await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync("0 of 20");
            await site.Host.StopAsync();
            await site.Host.DisposeAsync();
            await page.Keyboard.PressAsync("ArrowLeft");
            await Assertions.Expect(page.Locator("#status")).ToContainTextAsync("does not answer");
            await page.Keyboard.PressAsync("ArrowLeft");
            await site.StartHostAsync(port);
            await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync("1 of 20");
            await Assertions.Expect(page.Locator("#status")).ToBeEmptyAsync();
        });

        Assert.Equal(PairChoice.Left, Assert.Single(site.Store.Judgements()).Choice);
        Assert.All(complaints, complaint => Assert.Contains("net::ERR_", complaint, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Judge_ImageThatCannotBeShown_SaysSoAndGoesOn()
    {
        await using var site = await LabelSite.StartAsync(unreadable: 3);
        site.Store.Record("ann", site.Store.Upcoming("ann", 1)[0], LabelAnswer.Left);

        _ = await browser.WatchAsync(site.At("/judge?observer=ann"), new BrowserView(1280), async visit =>
        {
            await Assertions.Expect(visit.Page.Locator(".side .missing:visible")).ToHaveCountAsync(1);
            await Assertions.Expect(visit.Page.Locator("#count")).ToHaveTextAsync("1 of 20");
            await visit.Page.Keyboard.PressAsync("s");
            await Assertions.Expect(visit.Page.Locator("#count")).ToHaveTextAsync("2 of 20");
        });
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public async Task Agreement_WithAScorer_ShowsWherePeopleDisagree(int width)
    {
        await using var site = await LabelSite.StartAsync();
        double?[] scores = [.. site.Store.Images.Select((_, i) => i == 1 ? null : (double?)i / 100)];
        site.Store.SetScores(new LabelScorer("<b>m</b>.giqa", scores, scores));
        foreach (var observer in new[] { "ann", "<script>bob" })
        {
            foreach (var task in site.Store.Upcoming(observer, 6).Where(task => task.Left != 1 && task.Right != 1))
            {
                site.Store.Record(observer, task, (task.Left < task.Right) == (task.Pair < 2) ? LabelAnswer.Left : LabelAnswer.Right, TimeSpan.FromSeconds(2));
            }
        }

        await browser.VisitAsync(site.At("/"), new BrowserView(width), async visit =>
        {
            var page = visit.Page;
            await page.GetByText("Agreement of people and models").ClickAsync();
            await Assertions.Expect(page.Locator("#scorers td.name")).ToHaveTextAsync("<b>m</b>.giqa");
            await Assertions.Expect(page.Locator("#scorers td").Nth(1)).ToHaveTextAsync("80 %");
            await Assertions.Expect(page.Locator(".against > li")).ToHaveCountAsync(1);
            await Assertions.Expect(page.Locator(".against .name").Nth(0)).ToHaveAttributeAsync("title", LabelStoreTests.HostileName);
            await visit.AssertFitsAsync();
            await page.GetByText("every judgement").ClickAsync();
            await Assertions.Expect(page.Locator(".against > li")).ToHaveCountAsync(2);
        });
    }
}
