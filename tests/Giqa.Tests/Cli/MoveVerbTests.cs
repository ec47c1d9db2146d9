using System.Text.Json;
using Giqa.Cli;
using Giqa.Selection;
using Giqa.Storage;
using Giqa.Tests.Support;

namespace Giqa.Tests.Cli;

/// <summary><c>giqa pick --move-to</c> that is repeated, and that was broken off, as processes of their own.</summary>
public sealed class MoveVerbTests(ImageVerbFixture fixture) : IClassFixture<ImageVerbFixture>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Move_Repeated_TellsTheSameAndTakesNoMore()
    {
        ImageVerbFixture.WriteImages(In("images"), 6);

        var first = await MoveAsync("--keep", ".5");
        var again = await MoveAsync("--keep", "0.50", "--list", "l.txt");

        Assert.True((first.Code, again.Code) == (ExitCode.Done, ExitCode.Done), first.Error + again.Error);
        Assert.Equal(first.Out, again.Out);
        Assert.Contains("already done: 3 images were moved at", again.Error, StringComparison.Ordinal);
        Assert.Equal(first.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(), Names("best"));
        Assert.Equal(3, Names("images").Length);
        Assert.All(File.ReadAllLines(In("l.txt")), path => Assert.True(File.Exists(path)));

        // A stricter wish, and images that were not there then, are choices of their own.
        var other = await MoveAsync("--count", "1");
        ImageVerbFixture.WriteImages(In("images"), 4, from: 20);
        var anew = await MoveAsync("--keep", ".5", "--overwrite");

        Assert.True((other.Code, anew.Code) == (ExitCode.Done, ExitCode.Done), other.Error + anew.Error);
        Assert.Single(other.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("already done", anew.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Move_OfAll_Repeated_TellsTheSame()
    {
        ImageVerbFixture.WriteImages(In("images"), 2);

        var first = await MoveAsync("--keep", "1");
        var again = await MoveAsync("--keep", "1");

        Assert.Equal((ExitCode.Done, first.Out), (again.Code, again.Out));
        Assert.Equal(2, Names("best").Length);
    }

    [Fact]
    public async Task Move_BrokenOff_IsFinishedByTheSameCommandAlone()
    {
        ImageVerbFixture.WriteImages(In("images"), 6);
        var first = await MoveAsync("--keep", ".5", "--json");
        BreakOff();

        var other = await MoveAsync("--count", "1");
        var resumed = await MoveAsync("--keep", ".5", "--json");

        Assert.Equal(ExitCode.Usage, other.Code);
        Assert.Contains("a move of 3 images into best was interrupted: finish it with 'giqa pick ", other.Error, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Done, first.Out), (resumed.Code, resumed.Out));
        Assert.Equal(3, Names("best").Length);
        Assert.Equal(3, Names("images").Length);
    }

    /// <summary>As a run leaves it that was killed before its last image went: the plan stands, the record does not.</summary>
    private void BreakOff()
    {
        var record = Directory.GetFiles(In("xdg-data/giqa/moves")).Single();
        var account = JsonSerializer.Deserialize(File.ReadAllBytes(record), MoveRecordJson.Default.MoveAccount)!;
        File.Delete(record);
        var last = Names("best")[^1];
        File.Move(In($"best/{last}"), In($"images/{last}"));
        _ = MoveJournal.Begin(In("best"), [.. Names("best").Append(last).Select(name => (new TransferredImage(name, In($"best/{name}")), In($"images/{name}")))], account with { Finished = null });
        Assert.True(File.Exists(In($"best/{TemporaryFile.MovePlan}")));
    }

    private Task<CliRun> MoveAsync(params string[] rule) =>
        GiqaProcess.RunAsync(_folder.Path, ["pick", "images", "--model", fixture.Model, "--move-to", "best", .. rule]);

    private string[] Names(string folder) => [.. Directory.GetFileSystemEntries(In(folder)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private string In(string name) => _folder.File(name);
}
