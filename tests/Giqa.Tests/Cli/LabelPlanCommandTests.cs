using System.Text.Json;
using Giqa.Agreement;
using Giqa.Agreement.Labelling;
using Giqa.Cli;
using Giqa.Images;
using Giqa.Scores;
using Giqa.Storage;
using Giqa.Tests.Support;

namespace Giqa.Tests.Cli;

public sealed class LabelPlanCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LabelPlanCommandTests()
    {
        foreach (var (folder, count) in new[] { ("a/snapshots/000100", 12), ("a/snapshots/000200", 12), ("b/snapshots/000000", 4), ("b/snapshots/000100", 12), ("b/snapshots/000200", 12), ("real", 12) })
        {
            _ = Directory.CreateDirectory(_folder.File(folder));
            for (var i = 0; i < count; i++)
            {
                File.WriteAllBytes(_folder.File($"{folder}/{i:D4}.png"), ImageEncoder.EncodePng(PaintedImages.Paint(i, 8)));
            }
        }

        using var images = ImageInput.Open([_folder.File("a"), _folder.File("b"), _folder.File("real")]);
        ScoreFile.Write(Scores, [.. Enumerable.Range(0, images.Count).Select(i => ImageScore.Scored(images.GetName(i), (i * 37) % 61, (((i * 37) % 61) + .5) / 61))]);
    }

    private string Scores => _folder.File("s.csv");

    private string Set => _folder.File("set");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Plan_MakesAFolderThatIsJudgedAndExported()
    {
        var run = await Plan("--real", _folder.File("real"), "--pairs", "80", "--seed", "5", "--question", "Which one?", "--json");

        Assert.True(run.Code == ExitCode.Done, run.Error);
        var root = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal((80, 5, "s.csv"), (root.GetProperty("pairs").GetInt32(), root.GetProperty("seed").GetInt32(), root.GetProperty("scorers")[0].GetString()));
        Assert.Equal(["within", "between", "training", "real"], root.GetProperty("kinds").EnumerateArray().Select(kind => kind.GetProperty("kind").GetString()));
        Assert.All(root.GetProperty("kinds").EnumerateArray(), kind => Assert.Equal(20, kind.GetProperty("pairs").GetInt32()));
        Assert.Equal(["images", "images.csv", "labels.db", "pairs.csv"], Directory.GetFileSystemEntries(Set).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        var table = CsvTable.Read(Path.Combine(Set, "images.csv"));
        Assert.Equal(root.GetProperty("images").GetInt32(), table.Rows.Count);
        Assert.DoesNotContain(table.Rows, row => row.Fields[2] == "0");
        foreach (var row in table.Rows)
        {
            var source = row.Fields[3].Replace("a/", "a/snapshots/", StringComparison.Ordinal).Replace("b/", "b/snapshots/", StringComparison.Ordinal);
            Assert.Equal(File.ReadAllBytes(_folder.File(File.Exists(_folder.File(source)) ? source : row.Fields[3])), File.ReadAllBytes(Path.Combine(Set, row.Fields[0])));
        }

        using (var labelling = LabelStore.Open(Path.Combine(Set, "labels.db")))
        {
            Assert.Equal((80, "Which one?"), (labelling.PairCount, labelling.Settings.Question));
            using var images = ImageInput.Open(labelling.Settings.Inputs);
            Assert.Equal(labelling.Images.Select(image => image.Name).Order(StringComparer.Ordinal), Enumerable.Range(0, images.Count).Select(images.GetName).Order(StringComparer.Ordinal));
            Assert.All(labelling.Images, image => Assert.True(File.Exists(image.Path)));
            Assert.Equal(
                CsvTable.Read(Path.Combine(Set, "pairs.csv")).Rows.Select(row => (row.Fields[0], row.Fields[1])),
                labelling.Pairs().Select(pair => ($"images/{labelling.Images[pair.First].Name}", $"images/{labelling.Images[pair.Second].Name}")));
            foreach (var task in labelling.Upcoming("ann", 80))
            {
                labelling.Record("ann", task, LabelAnswer.Left);
            }
        }

        var export = await CliRun.Of("label", "export", Path.Combine(Set, "labels.db"), "--out", Path.Combine(Set, "judgements.csv"));
        Assert.True(export.Code == ExitCode.Done, export.Error);
        Assert.All(PairFile.Read(Path.Combine(Set, "judgements.csv")), pair => Assert.True(File.Exists(Path.Combine(Set, pair.Left))));
    }

    [Fact]
    public async Task Plan_SameSeed_IsTheSame_AndAFolderThatIsThereStays()
    {
        _ = await Plan("--pairs", "30");
        var pairs = await File.ReadAllTextAsync(Path.Combine(Set, "pairs.csv"));

        var again = await Plan("--pairs", "30");
        Assert.Equal(ExitCode.Failed, again.Code);
        Assert.Contains("giqa label --out", again.Error, StringComparison.Ordinal);

        Directory.Move(Set, _folder.File("first"));
        _ = await Plan("--pairs", "30");
        Assert.Equal(pairs, await File.ReadAllTextAsync(Path.Combine(Set, "pairs.csv")));
        Directory.Delete(Set, recursive: true);
        _ = await Plan("--pairs", "30", "--seed", "1");
        Assert.NotEqual(pairs, await File.ReadAllTextAsync(Path.Combine(Set, "pairs.csv")));
    }

    [Fact]
    public async Task Plan_TooFewPairsAndBrokenImages_AreTold()
    {
        foreach (var path in Directory.GetFiles(_folder.File("b/snapshots/000200")))
        {
            await File.WriteAllTextAsync(path, "no image");
        }

        var run = await Plan("--pairs", "5000");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains("of the kind within there are ", run.Error, StringComparison.Ordinal);
        Assert.Contains("12 images cannot be shown and are left out", run.Error, StringComparison.Ordinal);
        Assert.Contains("no pairs of the kind real: to get them, give --real", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_BadInput_IsOneLineAndLeavesNothing()
    {
        var noScorer = await CliRun.Of("label", "plan", _folder.File("a"), "--out", Set);
        Assert.Equal(ExitCode.Usage, noScorer.Code);
        Assert.Contains("a --model or a scores file is needed", noScorer.Error, StringComparison.Ordinal);

        var noImages = await CliRun.Of("label", "plan", Scores, "--out", Set);
        Assert.Equal(ExitCode.Usage, noImages.Code);
        Assert.Contains("INPUT is missing", noImages.Error, StringComparison.Ordinal);

        ScoreFile.Write(Scores, [.. Enumerable.Range(0, 12).SelectMany(i => (ImageScore[])[ImageScore.Scored($"a/000100/{i:D4}.png", 1, .5), ImageScore.Scored($"a/000200/{i:D4}.png", 1, .5)])]);
        var equal = await Plan();
        Assert.Equal(ExitCode.Failed, equal.Code);
        Assert.False(Directory.Exists(Set));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path, "set*"));
    }

    private Task<CliRun> Plan(params string[] more) => CliRun.Of(["label", "plan", _folder.File("a"), _folder.File("b"), Scores, "--out", Set, .. more]);
}
