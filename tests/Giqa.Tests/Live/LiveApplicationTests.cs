using System.Net;
using System.Text;
using System.Text.Json;
using Giqa.Agreement.Preferences;
using Giqa.Scores;
using Giqa.Tests.Hosting;
using Giqa.Tests.Library;
using Giqa.Tests.Models.Preference;
using Giqa.Tests.Service;
using Giqa.Tests.Support;
using Giqa.Web.Live;
using Giqa.Web.Reports;

namespace Giqa.Tests.Live;

public sealed class LiveApplicationTests(ImageScorerTests.Fitted fitted) : IClassFixture<ImageScorerTests.Fitted>, IDisposable
{
    private const string Secret = "nobody may read this";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Images_ThatLeadOutOfTheFolder_AreNeverReadScoredOrCopied()
    {
        RunningGallery.Paint(_folder.File("open"), 200, 2);
        _ = Directory.CreateDirectory(_folder.File("outside"));
        RunningGallery.Write(_folder.File("outside/secret.png"), RunningService.Png(1));
        _ = File.CreateSymbolicLink(_folder.File("open/link.png"), _folder.File("outside/secret.png"));
        _ = Directory.CreateSymbolicLink(_folder.File("open/folder"), _folder.File("outside"));
        _ = File.CreateSymbolicLink(_folder.File("open/inside.png"), _folder.File("open/0200.png"));
        await using var gallery = await RunningGallery.StartAsync(fitted, _folder, ["open"]);
        await gallery.ScoredAsync(5);

        var images = (await gallery.ChangesAsync()).GetProperty("images").EnumerateArray().ToDictionary(image => image.GetProperty("name").GetString()!);
        foreach (var name in (string[])["link.png", "folder/secret.png"])
        {
            Assert.Equal("unreadable", images[name].GetProperty("scores")[0].GetProperty("status").GetString());
            using var answer = await gallery.Client.GetAsync($"/images/{images[name].GetProperty("id")}");
            using var thumbnail = await gallery.Client.GetAsync($"/thumbnails/{images[name].GetProperty("id")}");
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (answer.StatusCode, thumbnail.StatusCode));
            using var copied = await PostAsync(gallery, "/api/copy", $"[{images[name].GetProperty("id")}]");
            Assert.Equal(HttpStatusCode.Conflict, copied.StatusCode);
        }

        Assert.Equal("ok", images["inside.png"].GetProperty("scores")[0].GetProperty("status").GetString());
        Assert.False(Directory.Exists(_folder.File("picked")) && Directory.EnumerateFiles(_folder.File("picked")).Any());
    }

    [Fact]
    public async Task ScoresFile_WithNamesThatLeadOut_ShowsItsScoresAndNotTheFiles()
    {
        RunningGallery.Paint(_folder.File("set/images"), 200, 2);
        RunningGallery.Write(_folder.File("secret.png"), Encoding.ASCII.GetBytes(Secret));
        string[] names = ["images/0200.png", "../secret.png", _folder.File("secret.png"), "images/../../secret.png"];
        ScoreFile.Write(_folder.File("set/scores.csv"), [.. names.Select(name => ImageScore.Scored(name, -1, .5))]);
        await using var gallery = await RunningGallery.StartAsync(null, _folder, ["set/scores.csv"]);

        for (var id = 0; id < names.Length; id++)
        {
            using var answer = await gallery.Client.GetAsync($"/images/{id}");
            Assert.Equal(id == 0 ? HttpStatusCode.OK : HttpStatusCode.NotFound, answer.StatusCode);
            Assert.DoesNotContain(Secret, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(.5, (await gallery.ChangesAsync()).GetProperty("images")[1].GetProperty("scores")[0].GetProperty("quality").GetDouble());
    }

    [Fact]
    public async Task ScoresFile_WithPeoplesShares_TellsThem()
    {
        RunningGallery.Paint(_folder.File("set/images"), 200, 2);
        ScoreFile.Write(_folder.File("set/scores.csv"), [ImageScore.Scored("images/0200.png", -1, .5) with { Preferred = .62, PreferredLow = .55, PreferredHigh = .7 }, ImageScore.Scored("images/0201.png", -1, .4)]);
        await using var gallery = await RunningGallery.StartAsync(null, _folder, ["set/scores.csv"]);

        var scores = (await gallery.ChangesAsync()).GetProperty("images").EnumerateArray().Select(image => image.GetProperty("scores")[0]).ToArray();
        Assert.Equal((.62, .55, .7), (scores[0].GetProperty("preferred").GetDouble(), scores[0].GetProperty("preferred_low").GetDouble(), scores[0].GetProperty("preferred_high").GetDouble()));
        Assert.False(scores[1].TryGetProperty("preferred", out _));
    }

    // Without real images a model of preferences has others that .5 is the median of; the page must not call them real.
    [Fact]
    public void Changes_OfAModelOfPreferences_SayWhatItsQualityIsMeasuredBy()
    {
        var images = Judges.Images(400, 1);
        var model = new PreferenceTraining(images, Judges.Opinions(images, 60, .3, 2), null).Run(null, default);
        using var gallery = new LiveGallery(["m"], ["s"], [null], [false], [Yardstick.Of(model).Images]);
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            LiveJson.Write(json, gallery, 0);
            json.WriteEndObject();
        }

        Assert.Equal("unjudged images", JsonDocument.Parse(memory.ToArray()).RootElement.GetProperty("calibratedOn")[0].GetString());
    }

    [Theory]
    [InlineData("/images/..%2f..%2fsecret.png")]
    [InlineData("/images/../../../../etc/passwd")]
    [InlineData("/images/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/images/99999")]
    [InlineData("/images/-1")]
    [InlineData("/images/99999999999999999999")]
    [InlineData("/thumbnails/0x1")]
    [InlineData("/assets/../appsettings.json")]
    [InlineData("/assets/report.css%00")]
    [InlineData("//etc/passwd")]
    [InlineData("/etc/passwd")]
    public async Task Path_OfNoImage_IsNotFound(string path)
    {
        RunningGallery.Paint(_folder.File("open"), 200, 1);
        await using var gallery = await RunningGallery.StartAsync(null, _folder, ["open"]);

        var answer = await RawRequest.SendAsync(gallery.Url, $"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.Matches("^HTTP/1.1 40[04] ", answer);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_ThatGrows_IsScoredAsItDoes()
    {
        RunningGallery.Paint(_folder.File("open"), 200, 2);
        await using var gallery = await RunningGallery.StartAsync(fitted, _folder, ["open"]);
        await gallery.ScoredAsync(2);

        RunningGallery.Paint(_folder.File("open/later"), 300, 2);
        await gallery.ScoredAsync(4);

        Assert.Equal(4, (await gallery.ChangesAsync()).GetProperty("images").GetArrayLength());
    }

    [Fact]
    public async Task Events_OfAGalleryThatGrows_TellEachChangeAndEndWithTheHost()
    {
        _ = Directory.CreateDirectory(_folder.File("open"));
        var gallery = await RunningGallery.StartAsync(fitted, _folder, ["open"]);
        using var reader = new StreamReader(await gallery.Client.GetStreamAsync("/api/events"));
        var first = await EventAsync(reader);

        RunningGallery.Paint(_folder.File("open"), 200, 1);
        var second = await EventAsync(reader);

        Assert.True(second > first);
        await gallery.DisposeAsync();
    }

    [Theory]
    [InlineData("/api/list", "[0]", 200)]
    [InlineData("/api/list", "[7]", 400)]
    [InlineData("/api/list", "[-1]", 400)]
    [InlineData("/api/list", "{}", 400)]
    [InlineData("/api/copy", "[\"../x\"]", 400)]
    [InlineData("/api/copy", "[1e99]", 400)]
    [InlineData("/api/copy", "[", 400)]
    public async Task Lists_OfWhatIsNotThere_AreRefused(string path, string body, int status)
    {
        RunningGallery.Paint(_folder.File("open"), 200, 1);
        await using var gallery = await RunningGallery.StartAsync(null, _folder, ["open"]);

        using var answer = await PostAsync(gallery, path, body);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    private static async Task<long> EventAsync(StreamReader reader)
    {
        using var limit = Eventually.Patience();
        string? line;
        do
        {
            line = await reader.ReadLineAsync(limit.Token);
        }
        while (line?.StartsWith("data: ", StringComparison.Ordinal) == false);

        return long.Parse(line!["data: ".Length..], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static Task<HttpResponseMessage> PostAsync(RunningGallery gallery, string path, string body) =>
        gallery.Client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
}
