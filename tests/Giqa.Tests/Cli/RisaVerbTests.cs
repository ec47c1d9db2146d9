using System.Text.Json;
using Giqa.Scores;
using Giqa.Tests.Training;
using Giqa.Tests.Training.Risa;

namespace Giqa.Tests.Cli;

[Collection(TorchTests.Name)]
public sealed class RisaVerbTests : IClassFixture<RisaVerbTests.Run>
{
    private readonly Run _run;

    public RisaVerbTests(Run run) => _run = run;

    [Fact]
    public void TrainRisa_Json_TellsWhatWasLearned()
    {
        Assert.Equal((0, string.Empty), (_run.Training.Code, _run.Training.Code == 0 ? string.Empty : _run.Training.Error));
        using var document = JsonDocument.Parse(_run.Training.Out);
        Assert.Equal("small", document.RootElement.GetProperty("feature").GetString());
        Assert.Equal(6, document.RootElement.GetProperty("training").GetProperty("frechet_distances").GetArrayLength());
        Assert.Equal(2, document.RootElement.GetProperty("epochs").GetArrayLength());
        Assert.True(File.Exists(_run.Folder.File("m.curves.csv")) && File.Exists(_run.Folder.File("m.elbow.csv")) && File.Exists(_run.Folder.File("m.elbow.svg")));
        Assert.False(File.Exists($"{_run.Model}.checkpoint"));
    }

    [Fact]
    public async Task Score_TableOfPairs_WritesReferencesAndSkips()
    {
        File.WriteAllText(_run.Folder.File("pairs.csv"), "image,reference\nsnapshots/001600/00000.png,references/0.png\nsnapshots/001600/00001.png,none.png\n");
        var run = await CliRun.Of("score", _run.Folder.File("pairs.csv"), "--model", _run.Model, "--no-cache", "--out", _run.Folder.File("s.csv"), "--json");
        Assert.Equal(3, run.Code);
        var rows = ScoreFile.Read(_run.Folder.File("s.csv"));
        Assert.Equal(("ok", "references/0.png", "no-reference"), (rows[0].Status, rows[0].Reference, rows[1].Status));
        Assert.Contains("\"risa\"", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_TableWithReport_WritesAPageOfItsPairs()
    {
        File.WriteAllText(_run.Folder.File("shown.csv"), "image,reference,source\nsnapshots/001600/00000.png,references/0.png,sources/0.png\nsnapshots/000400/00000.png,references/0.png,sources/0.png\n");
        var (table, page) = (_run.Folder.File("shown.csv"), _run.Folder.File("page.html"));
        var run = await CliRun.Of("score", table, "--model", _run.Model, "--no-cache", "--out", _run.Folder.File("s.csv"), "--report", page, "--json");
        Assert.Equal(0, run.Code);
        Assert.Contains("page.html", run.Out, StringComparison.Ordinal);
        var html = await File.ReadAllTextAsync(page);
        Assert.Contains("references/0.png", html, StringComparison.Ordinal);
        Assert.Contains("rank 2 of 2", html, StringComparison.Ordinal);
        Assert.Contains("style-16-4", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pick_PerReference_KeepsTheBestOfEach()
    {
        var lines = Enumerable.Range(0, 30).Select(seed => $"snapshots/001600/{seed:D5}.png,references/{seed / 5}.png");
        File.WriteAllText(_run.Folder.File("all.csv"), "image,reference\n" + string.Join('\n', lines));
        var run = await CliRun.Of("pick", _run.Folder.File("all.csv"), "--model", _run.Model, "--no-cache", "--per", "reference", "--count", "1", "--copy-to", _run.Folder.File("best"));
        Assert.Equal((0, 6), (run.Code, Directory.EnumerateFiles(_run.Folder.File("best"), "*.png", SearchOption.AllDirectories).Count()));
    }

    [Fact]
    public async Task Score_OneReferenceForAll_ScoresEveryImage()
    {
        var run = await CliRun.Of("score", _run.Folder.File("snapshots/001600"), "--model", _run.Model, "--reference", _run.Folder.File("references/0.png"), "--no-cache");
        Assert.Equal(0, run.Code);
        Assert.Equal(31, run.Out.Trim().Split('\n').Length);
    }

    [Theory]
    [InlineData("score")]
    [InlineData("pick")]
    public async Task Verbs_ImagesWithoutReferences_AreAUsageError(string verb)
    {
        string[] rest = verb == "pick" ? ["--count", "1"] : [];
        var run = await CliRun.Of([verb, _run.Folder.File("references"), "--model", _run.Model, "--no-cache", .. rest]);
        Assert.Equal(2, run.Code);
        Assert.Contains("image,reference", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrainRisa_SnapshotsWithoutReferences_SaysWhatIsMissing()
    {
        var run = await CliRun.Of("train", "risa", _run.Folder.File("snapshots"), "--out", _run.Folder.File("x.giqa"), "--elbow", "50");
        Assert.Equal(1, run.Code);
        Assert.Contains("image,iteration,seed,source,reference", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrainRisa_ElbowThatIsNoSnapshot_IsAUsageError()
    {
        var run = await CliRun.Of("train", "risa", _run.Folder.Path, "--out", _run.Folder.File("x.giqa"), "--elbow", "51");
        Assert.Equal(2, run.Code);
        Assert.Contains("0, 50, 100", run.Error, StringComparison.Ordinal);
    }

    /// <summary>One training, by the command line.</summary>
    public sealed class Run : IAsyncLifetime
    {
        internal StyleRun Folder { get; } = new();

        internal string Model => Folder.File("m.giqa");

        internal CliRun Training { get; private set; } = new(-1, string.Empty, string.Empty);

        public async Task InitializeAsync() =>
            Training = await CliRun.Of("train", "risa", Folder.Path, "--out", Model, "--feature", "small", "--real", Folder.File("snapshots/001600"), "--epochs", "2", "--steps", "5", "--batch", "8", "--width", "4", "--threads", "1", "--json");

        public Task DisposeAsync()
        {
            Folder.Dispose();
            return Task.CompletedTask;
        }
    }
}
