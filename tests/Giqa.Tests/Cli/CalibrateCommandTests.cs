using System.Globalization;
using System.Text;
using System.Text.Json;
using Giqa.Cli;
using Giqa.Models;
using Giqa.Numerics;
using Giqa.Scores;
using Giqa.Tests.Models.Preference;
using Giqa.Tests.Support;

namespace Giqa.Tests.Cli;

public sealed class CalibrateCommandTests : IDisposable
{
    private const int Count = 120;

    private readonly TemporaryFolder _folder = new();
    private readonly ImageScore[] _scores;

    public CalibrateCommandTests()
    {
        var images = Judges.Images(Count, 1);
        images.Save(Images);
        var model = QualityModel.Fit(Judges.Images(90, 2), new FitOptions { Method = FitMethod.Sgm });
        model.Save(Model);
        _scores = model.ScoreImages([.. images.Images(0, images.Items.Count)], 0);
    }

    private string Images => _folder.File("images.safetensors");

    private string Model => _folder.File("m.giqa");

    private string Out => _folder.File("people.giqa");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pairs_MakeAModelWhoseScoresTellShares_AndLeaveTheOldOne()
    {
        var (before, scores) = (await File.ReadAllBytesAsync(Model), _folder.File("s.csv"));

        var run = await CliRun.Of("calibrate", Model, Pairs(300), "--images", Images, "--out", Out);
        var scored = await CliRun.Of("score", Images, "--model", Out, "--out", scores, "--top", "2");
        var shown = await CliRun.Of("models", "show", Out);

        Assert.True(run.Code == ExitCode.Done, run.Error);
        Assert.Contains($"{Out}: sgm, in people's terms by 300 pairs of ", run.Out, StringComparison.Ordinal);
        Assert.Contains("the median image", run.Out, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Model));
        Assert.StartsWith("image,score,quality,status,detail,preferred,preferred_low,preferred_high\n", await File.ReadAllTextAsync(scores), StringComparison.Ordinal);
        Assert.Contains("preferred, mean", scored.Out, StringComparison.Ordinal);
        Assert.Contains("people       shares from 300 pairs of ", shown.Out, StringComparison.Ordinal);
        Assert.Contains("(pairs.csv)", shown.Out, StringComparison.Ordinal);
        var rows = ScoreFile.Read(scores);
        var ranked = rows.OrderBy(row => row.Quality).ToArray();
        Assert.Equal(_scores.Select(score => score.Quality), rows.Select(row => row.Quality));
        Assert.All(rows, row => Assert.True(row.PreferredLow <= row.Preferred && row.Preferred <= row.PreferredHigh));
        Assert.Equal(ranked.Select(row => row.Preferred).Order(), ranked.Select(row => row.Preferred));
        Assert.True(ranked[5].Preferred < .35 && ranked[^5].Preferred > .65, $"{ranked[5].Preferred} {ranked[^5].Preferred}");
        Assert.Equal(Shares(ScoreFile.Read(await JsonLines())), Shares(rows));

        static IEnumerable<(double?, double?, double?)> Shares(IReadOnlyList<ImageScore> all) => all.Select(row => (row.Preferred, row.PreferredLow, row.PreferredHigh));
        async Task<string> JsonLines()
        {
            _ = await CliRun.Of("score", Images, "--model", Out, "--out", _folder.File("s.jsonl"));
            return _folder.File("s.jsonl");
        }
    }

    [Fact]
    public async Task Opinions_Json_TellsSharesGroupsAndSpread()
    {
        var run = await CliRun.Of("calibrate", Model, Opinions(), "--images", Images, "--spread", "0.5", "--out", Out, "--json");

        Assert.True(run.Code == ExitCode.Done, run.Error);
        var root = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal(["out", "model", "method", "people", "shares", "left_out", "skipped"], root.EnumerateObject().Select(member => member.Name));
        var people = root.GetProperty("people");
        Assert.Equal(("opinions", "opinions.csv", Count, 12, .5), (people.GetProperty("labels").GetString(), people.GetProperty("source").GetString(), people.GetProperty("judgements").GetInt32(), people.GetProperty("groups").GetInt32(), people.GetProperty("spread").GetDouble()));
        Assert.True(people.GetProperty("best_tenth").GetProperty("low").GetDouble() > .5);
        Assert.Equal(5, root.GetProperty("shares").GetArrayLength());
        Assert.Equal(.5, root.GetProperty("shares")[2].GetProperty("preferred").GetDouble(), 1e-9);
        var report = QualityModel.Load(Out).People!.Report;
        Assert.Equal((false, 12, .5), (report.AreOwn, report.Groups, report.Spread));
    }

    [Fact]
    public async Task OpinionsOfOnePersonEach_AreSaidToBeTakenSo()
    {
        var run = await CliRun.Of("calibrate", Model, Opinions(), "--images", Images, "--out", Out);
        Assert.Contains("each opinion is taken as one person's", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JudgesWhoSeeOtherwise_AreWarnedOf()
    {
        var run = await CliRun.Of("calibrate", Model, Pairs(200, isTurned: true), "--images", Images, "--out", Out);
        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains("do not show that people prefer what", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there are 30 judgements", 1, "few")]
    [InlineData("--spread is for opinions", 2, "spread")]
    [InlineData("must be a number above 0", 2, "negative")]
    [InlineData("--spread 0", 2, "zero")]
    [InlineData("has no such column", 2, "groups")]
    [InlineData("none of its images are among those given", 1, "others")]
    [InlineData("nothing.csv", 1, "missing")]
    [InlineData("is not a Giqa model", 1, "model")]
    [InlineData("--out", 2, "out")]
    public async Task BadInput_IsOneLine_AndWritesNothing(string expected, int code, string kind)
    {
        string[] images = ["--images", Images];
        var run = await CliRun.Of(
        [
            "calibrate",
            .. kind switch
            {
                "few" => (string[])[Model, Pairs(30), .. images],
                "spread" => [Model, Pairs(100), .. images, "--spread", "1"],
                "negative" => [Model, Opinions(), .. images, "--spread", "-1"],
                "zero" => [Model, Opinions(), .. images, "--spread", "0"],
                "groups" => [Model, Opinions(), .. images, "--groups", "nothing like it"],
                "others" => [Model, Written("x.csv", "image,score\n" + string.Concat(Enumerable.Range(0, 80).Select(i => $"other{i},{i}\n"))), .. images],
                "missing" => [Model, _folder.File("nothing.csv"), .. images],
                "model" => [Written("text.giqa", "no model at all"), Opinions(), .. images],
                _ => [Model, Opinions(), .. images],
            },
            .. kind == "out" ? Array.Empty<string>() : ["--out", Out],
        ]);

        Assert.Equal(code, run.Code);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Out));
    }

    [Fact]
    public async Task DamagedShares_AreToldAsDamage()
    {
        _ = await CliRun.Of("calibrate", Model, Pairs(100), "--images", Images, "--out", Out);
        var bytes = await File.ReadAllBytesAsync(Out);
        var place = bytes.AsSpan().IndexOf("best_tenth"u8);
        "wurst_what"u8.CopyTo(bytes.AsSpan(place));
        await File.WriteAllBytesAsync(Out, bytes);
        var run = await CliRun.Of("score", Images, "--model", Out);
        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.Contains("is damaged", run.Error, StringComparison.Ordinal);
    }

    private string Pairs(int count, bool isTurned = false)
    {
        var random = new SeededRandom(9);
        var text = new StringBuilder("left,right,choice\n");
        double LogOdds(ImageScore score) => 8.0 * (_scores.Count(other => other.Quality < score.Quality) - (Count / 2)) / Count;
        for (var i = 0; i < count; i++)
        {
            var pair = random.Choose(Count, 2);
            var isLeft = random.NextDouble() < 1 / (1 + Math.Exp(LogOdds(_scores[pair[1]]) - LogOdds(_scores[pair[0]])));
            _ = text.Append(CultureInfo.InvariantCulture, $"{_scores[pair[0]].Image},{_scores[pair[1]].Image},{(isLeft != isTurned ? "left" : "right")}\n");
        }

        return Written("pairs.csv", text.ToString());
    }

    private string Opinions() => Written(
        "opinions.csv",
        "image,score,prompt\n" + string.Concat(_scores.Index().Select(score => string.Create(CultureInfo.InvariantCulture, $"{score.Item.Image},{score.Item.Quality!.Value:R},{score.Index % 12}\n"))));

    private string Written(string name, string text)
    {
        File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }
}
