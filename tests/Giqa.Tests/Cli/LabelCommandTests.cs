using System.Text.Json;
using Giqa.Agreement;
using Giqa.Agreement.Labelling;
using Giqa.Cli;
using Giqa.Images;
using Giqa.Scores;
using Giqa.Tests.Browser;
using Giqa.Tests.Support;
using Microsoft.Playwright;

namespace Giqa.Tests.Cli;

/// <summary><c>giqa label</c> as a process of its own, which is killed while people judge.</summary>
[Collection(BrowserTests.Name)]
public sealed class LabelCommandTests(BrowserFixture browser) : IDisposable
{
    private const int Pairs = 500;
    private static readonly string[] Keys = ["ArrowLeft", "ArrowRight", "ArrowDown"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Label_FiveHundredPairsWithKillsBetween_LosesNothing()
    {
        WriteImages(45);
        var port = FreePort.Next();
        string[] arguments = ["label", "images", "--out", "labels.db", "--pairs", $"{Pairs}", "--port", $"{port}"];
        var server = await StartAsync(arguments, port);
        try
        {
            for (var start = 0; start < Pairs; start += 125)
            {
                _ = await browser.WatchAsync(new Uri($"http://127.0.0.1:{port}/judge?observer=ann"), new BrowserView(1280), async visit =>
                {
                    await JudgeAsync(visit.Page, start, start + 100);
                    await server.SignalAsync("KILL");
                    _ = await server.EndAsync();
                    await visit.Page.Keyboard.PressAsync(Keys[(start + 100) % 3]);
                    server.Dispose();
                    server = await StartAsync(start == 0 ? arguments : ["label", "--out", "labels.db", "--port", $"{port}"], port);
                    await JudgeAsync(visit.Page, start + 101, start + 125);
                });
            }

            await server.SignalAsync("TERM");
            Assert.Equal(ExitCode.Done, (await server.EndAsync()).Code);
        }
        finally
        {
            server.Dispose();
        }

        using var labelling = LabelStore.Open(_folder.File("labels.db"));
        Assert.Empty(labelling.Upcoming("ann", 1));
        var choices = labelling.Judgements().Select(judgement => judgement.Choice).ToArray();
        Assert.Equal(Enumerable.Range(0, Pairs).Select(i => (PairChoice)(i % 3)), choices);
    }

    [Fact]
    public async Task Label_ScoresFile_ChoosesItsImagesAndExportAgreesWithIt()
    {
        WriteImages(12);
        ScoreFile.Write(_folder.File("images/s.csv"), [.. Enumerable.Range(0, 12).Select(i => ImageScore.Scored($"{i:D4}.png", i, (i + .5) / 12))]);
        var port = FreePort.Next();
        using (var server = await StartAsync(["label", "images/s.csv", "--out", "labels.db", "--pairs", "9", "--seed", "3", "--port", $"{port}"], port))
        {
            await server.SignalAsync("TERM");
            _ = await server.EndAsync();
        }

        using (var labelling = LabelStore.Open(_folder.File("labels.db")))
        {
            Assert.Equal((9, "s.csv"), (labelling.PairCount, Assert.Single(labelling.Scorers()).Name));
            foreach (var task in labelling.Upcoming("ann", 9))
            {
                labelling.Record("ann", task, task.Left > task.Right ? LabelAnswer.Left : LabelAnswer.Right);
            }
        }

        var export = await GiqaProcess.RunAsync(_folder.Path, "label", "export", "labels.db", "--out", "out/pairs.csv", "--json");
        var agree = await GiqaProcess.RunAsync(_folder.Path, "agree", "out/pairs.csv", "--scores", "images/s.csv", "--json");

        Assert.True(export.Code == ExitCode.Done, export.Error);
        Assert.Equal(9, JsonDocument.Parse(export.Out).RootElement.GetProperty("written").GetInt32());
        Assert.All(PairFile.Read(_folder.File("out/pairs.csv")), pair => Assert.True(File.Exists(Path.Combine(_folder.File("out"), pair.Left))));
        Assert.Equal(1, JsonDocument.Parse(agree.Out).RootElement.GetProperty("accuracy").GetDouble());
    }

    [Fact]
    public async Task Label_Again_GrowsAndRefusesOtherImages()
    {
        WriteImages(8);
        var port = FreePort.Next();
        foreach (var pairs in new[] { 5, 12 })
        {
            using var server = await StartAsync(["label", "images", "--out", "labels.db", "--pairs", $"{pairs}", "--port", $"{port}"], port);
            await server.SignalAsync("TERM");
            _ = await server.EndAsync();
        }

        var other = await GiqaProcess.RunAsync(_folder.Path, "label", "images/0001.png", "--out", "labels.db");
        var nothing = await GiqaProcess.RunAsync(_folder.Path, "label", "--out", "none.db");

        using var labelling = LabelStore.Open(_folder.File("labels.db"));
        Assert.Equal(12, labelling.PairCount);
        Assert.Contains("was begun with", other.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, nothing.Code);
    }

    private static async Task JudgeAsync(IPage page, int from, int to)
    {
        for (var done = from; done < to; done++)
        {
            await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync($"{done} of {Pairs}");
            await page.Keyboard.PressAsync(Keys[done % 3]);
        }

        await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync($"{to} of {Pairs}");
    }

    private async Task<GiqaProcess> StartAsync(string[] arguments, int port)
    {
        var process = GiqaProcess.Start(_folder.Path, arguments);
        using var client = new HttpClient();
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    _ = await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/"));
                    return true;
                }
                catch (HttpRequestException)
                {
                    return process.HasEnded;
                }
            },
            "the server answers");
        return process.HasEnded ? throw new InvalidOperationException((await process.EndAsync()).Error) : process;
    }

    private void WriteImages(int count)
    {
        _ = Directory.CreateDirectory(_folder.File("images"));
        for (var i = 0; i < count; i++)
        {
            File.WriteAllBytes(_folder.File($"images/{i:D4}.png"), ImageEncoder.EncodePng(PaintedImages.Paint(i)));
        }
    }
}
