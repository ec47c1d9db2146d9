using System.Text.Json;
using Giqa.Cli;
using Giqa.Images;
using Giqa.Scores;
using Giqa.Tests.Support;

namespace Giqa.Tests.Cli;

public sealed class ReportCommandTests : IDisposable
{
    private const string Compared = """
        {
          "results": [
            { "input": "runs/a", "metrics": { "qs": 0.3, "ds": 0.4, "fid": 12.5 }, "counts": { "generated": 100, "generated_skipped": 0, "real": 90, "real_skipped": 1 }, "standard_errors": { "qs": 0.01, "ds": 0.01, "fid": 0.2 } },
            { "input": "runs/b", "metrics": { "qs": 0.5, "ds": 0.41, "fid": 9.5 }, "counts": { "generated": 100, "generated_skipped": 0, "real": 90, "real_skipped": 1 }, "standard_errors": { "qs": 0.01, "ds": 0.01, "fid": 0.2 } }
          ],
          "tests": [
            { "metric": "qs", "first": "runs/a", "second": "runs/b", "difference": -0.2, "low": -0.25, "high": -0.15, "p_value": 0.001 },
            { "metric": "ds", "first": "runs/a", "second": "runs/b", "difference": -0.01, "low": -0.05, "high": 0.03, "p_value": 0.7 }
          ],
          "settings": { "real": "reals", "metrics": ["qs", "ds", "fid"], "dimensions": 32, "covariance_divisor": "n-1", "seed": 0, "method": "gmm" },
          "warnings": ["few <images>"],
          "skipped": []
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Report_TwoScoresFilesAndAComparison_ShowsBothSetsAndTheVerdict()
    {
        var (a, b) = (WriteSet("a", .2), WriteSet("b", .6));
        File.WriteAllText(_folder.File("c.json"), Compared);

        var run = await CliRun.Of("report", a, b, _folder.File("c.json"), "--images", _folder.File("a"), "--images", _folder.File("b"), "--out", _folder.File("r.html"), "--json");

        Assert.True(run.Code == ExitCode.Done, run.Error);
        Assert.Equal((24, true), (Field(run, "images").GetInt32(), Field(run, "compared").GetBoolean()));
        var page = File.ReadAllText(_folder.File("r.html"));
        Assert.Contains("b is more realistic than a", page, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\" title=\"the distance", page, StringComparison.Ordinal);
        Assert.Contains("alt=\"a/&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert(1)", page, StringComparison.Ordinal);
        Assert.Contains("id=\"all-0\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_ComparisonOfSnapshots_DrawsEveryMetricOverIterations()
    {
        File.WriteAllText(_folder.File("c.json"), Compared.Replace("runs/a", "run/snapshots/000100/", StringComparison.Ordinal).Replace("runs/b", "run/snapshots/000200/", StringComparison.Ordinal));

        var run = await CliRun.Of("report", WriteSet("a", .2), _folder.File("c.json"), "--images", _folder.File("a"), "--out", _folder.File("r.html"));

        Assert.True(run.Code == ExitCode.Done, run.Error);
        var page = File.ReadAllText(_folder.File("r.html"));
        Assert.Equal(["qs", "ds", "fid"], new[] { "qs", "ds", "kid", "fid" }.Where(metric => page.Contains($"id=\"{metric}-curve\"", StringComparison.Ordinal)));
        Assert.Contains("FID over iterations. 100: 12.50, 200: 9.50.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_ComparisonAlone_WritesItsPage()
    {
        File.WriteAllText(_folder.File("c.json"), Compared);

        var run = await CliRun.Of("report", _folder.File("c.json"), "--out", _folder.File("r.html"));

        Assert.True(run.Code == ExitCode.Done, run.Error);
        Assert.Contains("Giqa comparison", File.ReadAllText(_folder.File("r.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_ImagesThatAreNotFound_SaysSoAndWritesThePage()
    {
        var scores = WriteSet("a", .2);
        Directory.Delete(_folder.File("a"), recursive: true);

        var run = await CliRun.Of("report", scores, "--out", _folder.File("r.html"));

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains("--images", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("c.json", "[]", ExitCode.Failed, "is not the output of giqa compare --json")]
    [InlineData("c.json", "{\"results\": []}", ExitCode.Failed, "is not the output of giqa compare --json")]
    [InlineData("s.csv", "a,b\n1,2\n", ExitCode.Failed, "the header is")]
    public async Task Report_OtherFile_FailsInOneLine(string name, string content, int code, string message)
    {
        File.WriteAllText(_folder.File(name), content);

        var run = await CliRun.Of("report", _folder.File(name), "--out", _folder.File("r.html"));

        Assert.Equal(code, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("r.html")));
    }

    private static JsonElement Field(CliRun run, string name) => JsonDocument.Parse(run.Out).RootElement.GetProperty(name);

    /// <summary>Twelve images in a folder and a scores file beside it, one under a hostile name.</summary>
    private string WriteSet(string name, double quality)
    {
        _ = Directory.CreateDirectory(_folder.File(name));
        string NameOf(int i) => i == 0 ? "<script>alert(1)<&\".png" : $"{i}.png";
        for (var i = 0; i < 12; i++)
        {
            File.WriteAllBytes(Path.Combine(_folder.File(name), NameOf(i)), ImageEncoder.EncodePng(PaintedImages.Paint(i)));
        }

        var path = _folder.File($"{name}.csv");
        ScoreFile.Write(path, [.. Enumerable.Range(0, 12).Select(i => ImageScore.Scored(NameOf(i), i, quality + (i * .01)))]);
        return path;
    }
}
