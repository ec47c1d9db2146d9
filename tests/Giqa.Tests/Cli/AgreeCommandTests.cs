using System.Text.Json;
using Giqa.Cli;

namespace Giqa.Tests.Cli;

public sealed class AgreeCommandTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("giqa-").FullName;

    [Fact]
    public async Task Agree_Json_HasTheContractsKeys()
    {
        var pairs = Write("pairs.csv", "left,right,choice\nx/a.png,x/b.png,left\nx/a.png,x/c.png,right\nx/b.png,x/c.png,tie\nx/b.png,x/d.png,left\n");
        var scores = Write("scores.csv", "image,score,quality,status,detail\na.png,3,0.9,ok,\nb.png,2,0.5,ok,\nc.png,1,0.2,ok,\nd.png,2,0.5,ok,\n");

        var run = await CliRun.Of("agree", pairs, "--scores", scores, "--json");

        Assert.Equal(ExitCode.Done, run.Code);
        var root = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal((0.5, 4, 2), (root.GetProperty("accuracy").GetDouble(), root.GetProperty("pairs").GetInt32(), root.GetProperty("ties").GetInt32()));
        Assert.InRange(root.GetProperty("ci_low").GetDouble(), 0.1, 0.2);
        Assert.InRange(root.GetProperty("ci_high").GetDouble(), 0.8, 0.9);
    }

    [Fact]
    public async Task Agree_TwoScorers_ListsBoth()
    {
        var pairs = Write("pairs.csv", "left,right,choice,observer\na,b,left,1\na,b,left,2\nb,c,left,1\nb,c,right,2\n");
        var good = Write("good.csv", "image,score,quality,status,detail\na,3,0.9,ok,\nb,2,0.5,ok,\nc,1,0.2,ok,\n");
        var bad = Write("bad.csv", "image,score,quality,status,detail\na,1,0.9,ok,\nb,2,0.5,ok,\nc,1,0.2,ok,\n");

        var run = await CliRun.Of("agree", pairs, "--scores", good, "--scores", bad);

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains("good.csv", run.Out, StringComparison.Ordinal);
        Assert.Contains("bad.csv", run.Out, StringComparison.Ordinal);
        Assert.Contains("Fleiss' kappa", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agree_Opinions_GivesRankCorrelations()
    {
        var opinions = Write("opinions.csv", "image,score\na,5\nb,3\nc,1\n");
        var scores = Write("scores.csv", "image,score,quality,status,detail\na,3,0.9,ok,\nb,2,0.5,ok,\nc,1,0.2,ok,\n");

        var run = await CliRun.Of("agree", opinions, "--scores", scores, "--json");

        var root = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal((1.0, 1.0), (root.GetProperty("spearman").GetDouble(), root.GetProperty("kendall").GetDouble()));
    }

    [Fact]
    public async Task Agree_ImageWithoutARow_NamesTheLine()
    {
        var pairs = Write("pairs.csv", "left,right,choice\na,b,left\na,z,left\n");
        var scores = Write("scores.csv", "image,score,quality,status,detail\na,3,0.9,ok,\nb,2,0.5,ok,\n");

        var run = await CliRun.Of("agree", pairs, "--scores", scores);

        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.Contains("line 3", run.Error, StringComparison.Ordinal);
        Assert.Contains("'z'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agree_SkippedImage_EndsWithThree()
    {
        var pairs = Write("pairs.csv", "left,right,choice\na,b,left\na,c,left\n");
        var scores = Write("scores.csv", "image,score,quality,status,detail\na,3,0.9,ok,\nb,2,0.5,ok,\nc,,,truncated,cut short\n");

        var run = await CliRun.Of("agree", pairs, "--scores", scores, "--json");

        Assert.Equal(ExitCode.Skipped, run.Code);
        Assert.Equal(1, JsonDocument.Parse(run.Out).RootElement.GetProperty("pairs").GetInt32());
    }

    [Fact]
    public async Task Agree_NeitherModelNorScores_IsBadUsage()
    {
        var run = await CliRun.Of("agree", Write("pairs.csv", "left,right,choice\na,b,left\n"));

        Assert.Equal(ExitCode.Usage, run.Code);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
