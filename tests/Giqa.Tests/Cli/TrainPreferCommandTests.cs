using System.Globalization;
using System.Text;
using System.Text.Json;
using Giqa.Agreement.Labelling;
using Giqa.Cli;
using Giqa.Features;
using Giqa.Models;
using Giqa.Scores;
using Giqa.Tests.Models.Preference;
using Giqa.Tests.Support;

namespace Giqa.Tests.Cli;

public sealed class TrainPreferCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FeatureSet _images = Judges.Images(120, 1);

    public TrainPreferCommandTests()
    {
        _images.Save(Images);
        Judges.Images(90, 2).Save(Reals);
    }

    private string Images => _folder.File("images.safetensors");

    private string Reals => _folder.File("reals.safetensors");

    private string Model => _folder.File("m.giqa");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Opinions_Json_TellsFiguresBesideDensitiesOfTheReals()
    {
        var run = await CliRun.Of("train", "prefer", Opinions(80), "--images", Images, "--real", Reals, "--out", Model, "--json");

        Assert.True(run.Code == ExitCode.Done, run.Error);
        var root = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal(["out", "method", "backbone", "fingerprint", "seed", "dimensions", "preference", "people", "calibrated_images", "left_out", "warnings", "skipped"], root.EnumerateObject().Select(member => member.Name));
        var preference = root.GetProperty("preference");
        Assert.Equal(("opinions", 80, 8, "reals"), (preference.GetProperty("labels").GetString(), preference.GetProperty("judgements").GetInt32(), preference.GetProperty("groups").GetInt32(), preference.GetProperty("calibrated_on").GetString()));
        Assert.Equal(["prefer", "gmm of the reals", "knn of the reals"], preference.GetProperty("figures").EnumerateArray().Select(figure => figure.GetProperty("scorer").GetString()));
        Assert.True(preference.GetProperty("figures")[1].GetProperty("gain_low").GetDouble() > 0);
    }

    [Fact]
    public async Task Pairs_ThenScorePickAndAgree_TakeTheModel()
    {
        var (pairs, scores) = (Pairs(200), _folder.File("s.csv"));
        var trained = await CliRun.Of("train", "prefer", pairs, "--images", Images, "--out", Model);
        var scored = await CliRun.Of("score", Images, "--model", Model, "--out", scores);
        var agreed = await CliRun.Of("agree", pairs, "--scores", scores, "--json");

        Assert.True(trained.Code == ExitCode.Done, trained.Error);
        Assert.Contains("200 pairs predicted from others that share no image with them", trained.Out, StringComparison.Ordinal);
        Assert.Contains("No real images were given", trained.Error, StringComparison.Ordinal);
        Assert.True(scored.Code == ExitCode.Done, scored.Error);
        Assert.StartsWith("image,score,quality,status,detail,score_sd,preferred,preferred_low,preferred_high\n", await File.ReadAllTextAsync(scores), StringComparison.Ordinal);
        Assert.All(ScoreFile.Read(scores), row => Assert.True(row.ScoreDeviation > 0));
        Assert.True(JsonDocument.Parse(agreed.Out).RootElement.GetProperty("accuracy").GetDouble() > .8);
    }

    [Fact]
    public async Task Labelling_IsLearnedFrom()
    {
        var labels = _folder.File("labels.db");
        ImagePair[] pairs = [.. Enumerable.Range(0, 60).Select(i => new ImagePair(2 * i, (2 * i) + 1))];
        using (var store = LabelStore.Create(labels, new LabelSettings([Images], 0, "?"), [.. _images.Items.Select(item => new LabelImage(item.Name))], pairs))
        {
            foreach (var task in store.Upcoming("ann", 60))
            {
                store.Record("ann", task, Judges.Utility(_images.Matrix.Row(task.Left)) > Judges.Utility(_images.Matrix.Row(task.Right)) ? LabelAnswer.Left : LabelAnswer.Right);
            }
        }

        var run = await CliRun.Of("train", "prefer", labels, "--out", Model);

        Assert.True(run.Code == ExitCode.Done, run.Error);
        Assert.Equal(60, QualityModel.Load(Model).Preference!.Judgements);
    }

    [Fact]
    public async Task Against_AnotherModel_IsSetBesideIt()
    {
        var fitted = await CliRun.Of("fit", Reals, "--out", _folder.File("reals.giqa"));
        var run = await CliRun.Of("train", "prefer", Opinions(60), "--images", Images, "--against", _folder.File("reals.giqa"), "--out", Model);

        Assert.True(fitted.Code == ExitCode.Done, fitted.Error);
        Assert.Contains("it foretells people better than", run.Out, StringComparison.Ordinal);
        Assert.Contains("reals.giqa", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 8)]
    [InlineData("style", 2)]
    [InlineData("^..", 2)]
    [InlineData("^\\d\\d(.)", 10)]
    public async Task Groups_AreAColumnOrARegularExpression(string? groups, int count)
    {
        string[] arguments = ["train", "prefer", Opinions(110), "--images", Images, "--out", Model, .. groups is null ? [] : (string[])["--groups", groups]];
        var run = await CliRun.Of(arguments);

        Assert.True(run.Code == ExitCode.Done, run.Error);
        Assert.Equal(count, QualityModel.Load(Model).Preference!.Groups);
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "no column 'left'")]
    [InlineData("image,score\n0001.png,good\n", "line 2: the score is 'good'")]
    [InlineData("image,score\n", "holds no judgements")]
    [InlineData("image,score\nelsewhere.png,1\n", "none of its images are among those given")]
    [InlineData("image,score\n0001.png,1\n0002.png,2\n", "at least 10")]
    [InlineData("left,right,choice\n0001.png,x/0001.png,left\n", "are the same image")]
    public async Task BadLabels_EndInOneLine(string text, string expected)
    {
        var path = _folder.File("bad.csv");
        await File.WriteAllTextAsync(path, text);

        var run = await CliRun.Of("train", "prefer", path, "--images", Images, "--out", Model);

        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.False(File.Exists(Model));
    }

    [Theory]
    [InlineData("(", "not a valid regular expression")]
    [InlineData("zebra", "no image's name matches it")]
    public async Task BadGroups_EndInOneLine(string groups, string expected)
    {
        var run = await CliRun.Of("train", "prefer", Opinions(20), "--images", Images, "--groups", groups, "--out", Model);

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MissingImages_AreLeftOutAndTold()
    {
        var path = Opinions(30);
        await File.AppendAllTextAsync(path, "gone.png,1,p,s\n");

        var run = await CliRun.Of("train", "prefer", path, "--images", Images, "--out", Model);

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains("1 judgements are left out", run.Error, StringComparison.Ordinal);
        Assert.Contains("gone.png", run.Error, StringComparison.Ordinal);
    }

    private string Opinions(int count)
    {
        var text = new StringBuilder("image,score,prompt,style\n");
        foreach (var (row, opinion) in Judges.Opinions(_images, count, .3, 3).Opinions)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"{_images.Items[row].Name},{opinion},prompt {row % 8},style {row % 2}\n");
        }

        return Write("opinions.csv", text);
    }

    private string Pairs(int count)
    {
        var text = new StringBuilder("left,right,choice,observer\n");
        foreach (var pair in Judges.Pairs(_images, count, 3).Comparisons)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"{_images.Items[pair.First].Name},{_images.Items[pair.Second].Name},{(pair.Outcome == PreferenceOutcome.First ? "left" : "right")},{pair.Observer}\n");
        }

        return Write("pairs.csv", text);
    }

    private string Write(string name, StringBuilder text)
    {
        File.WriteAllText(_folder.File(name), text.ToString());
        return _folder.File(name);
    }
}
