using System.Text.RegularExpressions;
using Giqa.Cli;
using Giqa.Numerics;
using Giqa.Storage;
using Giqa.Tests.Support;

namespace Giqa.Tests.Cli;

/// <summary>What verbs say of one image, one pair, one file: in good English.</summary>
public sealed partial class SmallInputMessagesTests : IDisposable
{
    private const string Scores = "image,score,quality,status,detail\na,3,0.9,ok,\nb,2,0.5,ok,\n";

    private readonly TemporaryFolder _folder = new();

    [GeneratedRegex(@"(?<![\d.,])1 ((real|generated|held-out|fitted) )?(?!is\b|was\b|has\b|this\b|as\b|plus\b)[a-z-]+s\b(?! file\b)|\b1 image(s)? (are|were|have)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Wrong { get; }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("fit {one} --method sgm --out {folder}/x.giqa")]
    [InlineData("fit {three} --out {folder}/x.giqa")]
    [InlineData("fit {three} --components auto --out {folder}/x.giqa")]
    [InlineData("score {one} --model {model}")]
    [InlineData("score {one} --model {model} --out {folder}/s.csv")]
    [InlineData("score {one} --model {model} --top 1 --json")]
    [InlineData("pick {one} --model {model} --count 1")]
    [InlineData("pick {reals} --model {model} --count 1")]
    [InlineData("compare {one} --real {reals}")]
    [InlineData("compare {one} {one} --real {reals}")]
    [InlineData("compare {reals} --real {one}")]
    [InlineData("compare {three} --real {reals}")]
    [InlineData("compare {one} --real {reals} --metrics ds")]
    [InlineData("compare {one} --real {reals} --metrics fid")]
    [InlineData("agree {pair} --scores {scores}")]
    [InlineData("agree {twice} --scores {scores}")]
    [InlineData("agree {skipped} --scores {scores}")]
    [InlineData("agree {opinion} --scores {scores}")]
    [InlineData("report {row} --out {folder}/r.html")]
    public async Task Run_OnOneOfEach_CountsInGoodEnglish(string line)
    {
        Prepare();
        _ = await CliRun.Of("fit", Place("reals.npy"), "--method", "sgm", "--out", Place("m.giqa"));
        var words = line
            .Replace("{folder}", _folder.Path, StringComparison.Ordinal).Replace("{model}", Place("m.giqa"), StringComparison.Ordinal)
            .Replace("{one}", Place("one.npy"), StringComparison.Ordinal).Replace("{three}", Place("three.npy"), StringComparison.Ordinal).Replace("{reals}", Place("reals.npy"), StringComparison.Ordinal)
            .Replace("{scores}", Place("scores.csv"), StringComparison.Ordinal).Replace("{row}", Place("row.csv"), StringComparison.Ordinal)
            .Replace("{pair}", Place("pair.csv"), StringComparison.Ordinal).Replace("{twice}", Place("twice.csv"), StringComparison.Ordinal)
            .Replace("{skipped}", Place("skipped.csv"), StringComparison.Ordinal).Replace("{opinion}", Place("opinion.csv"), StringComparison.Ordinal);

        var run = await CliRun.Of(words.Split(' '));

        Assert.DoesNotContain("internal error", run.Error, StringComparison.Ordinal);
        Assert.True(run.Code is ExitCode.Done or ExitCode.Failed or ExitCode.Skipped, run.Error);
        Assert.False(Wrong.IsMatch(run.Out + run.Error), Wrong.Match(run.Out + run.Error).Value + " in: " + run.Out + run.Error);
    }

    [Theory]
    [InlineData("1 images were skipped", true)]
    [InlineData("giqa: 1 rows", true)]
    [InlineData("1 real images", true)]
    [InlineData("1 of 1 inputs", true)]
    [InlineData("1 image was skipped", false)]
    [InlineData("11 images, 1.1 units, 2 of 1,001 images", false)]
    public void Wrong_Sentences_AreFound(string text, bool isWrong) => Assert.Equal(isWrong, Wrong.IsMatch(text));

    private void Prepare()
    {
        Write("one.npy", 1);
        Write("three.npy", 3);
        Write("reals.npy", 60);
        foreach (var (name, text) in new[]
        {
            ("scores.csv", Scores + "c,,,truncated,cut short\n"),
            ("row.csv", "image,score,quality,status,detail\na,3,0.9,ok,\n"),
            ("pair.csv", "left,right,choice\na,b,left\n"),
            ("twice.csv", "left,right,choice,observer\na,b,left,1\na,b,right,2\n"),
            ("skipped.csv", "left,right,choice\na,b,left\na,c,left\n"),
            ("opinion.csv", "image,score\na,1\n"),
        })
        {
            File.WriteAllText(Place(name), text);
        }
    }

    private void Write(string name, int rows)
    {
        var random = new SeededRandom((ulong)rows);
        float[] values = [.. Enumerable.Range(0, rows * 8).Select(_ => (float)random.NextGaussian())];
        using var stream = File.Create(Place(name));
        Npy.Write<float>(stream, [rows, 8], values);
    }

    private string Place(string name) => _folder.File(name);
}
