using System.Text.Json;
using Giqa.Cli;
using Giqa.Features;
using Giqa.Images;
using Giqa.Numerics;
using Giqa.Scores;
using Giqa.Tests.Support;

namespace Giqa.Tests.Cli;

/// <summary>The verbs on inputs that are features: no network runs.</summary>
public sealed class FeatureVerbTests : IDisposable
{
    private const int Dimensions = 6;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Fit_Json_HasTheContractsKeys()
    {
        SaveFeatures("reals.safetensors", 200, seed: 1);

        var run = await CliRun.Of("fit", In("reals.safetensors"), "--components", "2", "--out", In("m.giqa"), "--json");

        Assert.Equal(ExitCode.Done, run.Code);
        using var document = JsonDocument.Parse(run.Out);
        foreach (var key in (string[])["log_likelihood", "held_out_log_likelihood", "iterations", "converged", "pca_components", "counts", "warnings"])
        {
            Assert.True(document.RootElement.TryGetProperty(key, out _), key);
        }
    }

    [Theory]
    [InlineData("f.npy")]
    [InlineData("f.NPZ")]
    public async Task Extract_UnderANumpyName_SaysWhatIsWritten(string name)
    {
        SaveFeatures("reals.safetensors", 20, seed: 1);

        var run = await CliRun.Of("extract", In("reals.safetensors"), "--out", In(name));

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains("--out " + In("f.safetensors"), run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(In(name)));
    }

    [Fact]
    public async Task Fit_ComponentsAuto_ShowsWhatWasTried()
    {
        SaveFeatures("reals.safetensors", 200, seed: 1);

        var json = await CliRun.Of("fit", In("reals.safetensors"), "--components", "auto", "--out", In("m.giqa"), "--json");
        var text = await CliRun.Of("fit", In("reals.safetensors"), "--components", "auto", "--out", In("m.giqa"));

        using var document = JsonDocument.Parse(json.Out);
        Assert.Equal(1, document.RootElement.GetProperty("components").GetInt32());
        var candidates = document.RootElement.GetProperty("candidates").EnumerateArray().ToArray();
        Assert.Equal([1, 2, 3, 5], candidates.Select(candidate => candidate.GetProperty("components").GetInt32()));
        Assert.All(candidates, candidate => Assert.True(candidate.GetProperty("held_out_log_density").GetDouble() < 0 && candidate.GetProperty("bic").GetDouble() > 0));
        Assert.Contains("1 component chosen", text.Out, StringComparison.Ordinal);
        Assert.Contains("BIC", text.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_LengthsOfTaps_AreShownAndScoreAgain()
    {
        SaveFeatures("reals.safetensors", 200, seed: 1);

        var fit = await CliRun.Of("fit", In("reals.safetensors"), "--method", "knn", "--taps", "2,4", "--out", In("m.giqa"));
        var json = await CliRun.Of("fit", In("reals.safetensors"), "--taps", "2,4", "--out", In("n.giqa"), "--json");
        var score = await CliRun.Of("score", In("reals.safetensors"), "--model", In("m.giqa"), "--out", In("s.csv"));

        Assert.Contains("whitened; for each of 2 taps (2, 4 values)", fit.Out, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(json.Out);
        Assert.Equal([2, 4], document.RootElement.GetProperty("chain").GetProperty("taps").EnumerateArray().Select(length => length.GetInt32()));
        Assert.Equal(ExitCode.Done, score.Code);
    }

    [Theory]
    [InlineData("1,x", "--taps 1,x: must be joint, separate, or the lengths of the taps such as 144,192", ExitCode.Usage)]
    [InlineData("1,2", "make 3 values, the features have 6", ExitCode.Failed)]
    [InlineData("separate", "give their lengths (--taps 144,192,...)", ExitCode.Failed)]
    public async Task Fit_TapsThatDoNotFit_EndWithOneLine(string taps, string expected, int code)
    {
        SaveFeatures("reals.safetensors", 200, seed: 1);

        var run = await CliRun.Of("fit", In("reals.safetensors"), "--taps", taps, "--out", In("m.giqa"));

        Assert.Equal(code, run.Code);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("automatic")]
    public async Task Fit_ComponentsNeitherNumberNorAuto_EndsWithOneLine(string value)
    {
        var run = await CliRun.Of("fit", In("reals.safetensors"), "--components", value, "--out", In("m.giqa"));

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains($"--components {value}: must be a whole number from 1 to 10000, or auto", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_Twice_WritesTheSameBytes()
    {
        SaveFeatures("reals.safetensors", 200, seed: 1);

        _ = await CliRun.Of("fit", In("reals.safetensors"), "--components", "2", "--out", In("a/b/one.giqa"), "--threads", "1");
        _ = await CliRun.Of("fit", In("reals.safetensors"), "--components", "2", "--out", In("two.giqa"), "--threads", "2");

        Assert.Equal(File.ReadAllBytes(In("a/b/one.giqa")), File.ReadAllBytes(In("two.giqa")));
    }

    [Fact]
    public async Task Score_WithoutOut_PrintsTheCsvAlone()
    {
        await FitAsync();
        SaveFeatures("generated.safetensors", 10, seed: 2);

        var run = await CliRun.Of("score", In("generated.safetensors"), "--model", In("m.giqa"));

        var lines = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Equal("image,score,quality,status,detail", lines[0]);
        Assert.Equal(10, lines.Length - 1);
        Assert.All(lines[1..], line => Assert.EndsWith(",ok,", line, StringComparison.Ordinal));
        Assert.Contains("mean quality", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_OutJsonAndTop_WritesTheFileAndOneDocument()
    {
        await FitAsync();
        SaveFeatures("generated.safetensors", 10, seed: 2);

        var run = await CliRun.Of("score", In("generated.safetensors"), "--model", In("m.giqa"), "--out", In("new/s.jsonl"), "--top", "3", "--json", "--quiet");

        Assert.Equal((ExitCode.Done, string.Empty), (run.Code, run.Error));
        using var document = JsonDocument.Parse(run.Out);
        Assert.Equal(10, document.RootElement.GetProperty("summary").GetProperty("scored").GetInt32());
        var scores = ScoreFile.Read(In("new/s.jsonl"));
        Assert.Equal(scores.Max(score => score.Score), document.RootElement.GetProperty("best")[0].GetProperty("score").GetDouble());
        Assert.Equal(scores.Min(score => score.Score), document.RootElement.GetProperty("worst")[0].GetProperty("score").GetDouble());
        Assert.Equal(3, document.RootElement.GetProperty("best").GetArrayLength());
    }

    [Fact]
    public async Task Score_ExtraAll_HasFourColumnsInTheFileAndThePage()
    {
        await FitAsync();
        SaveFeatures("generated.safetensors", 20, seed: 2, faults: 1);

        var run = await CliRun.Of("score", In("generated.safetensors"), "--model", In("m.giqa"), "--extra", "all", "--real", In("reals.safetensors"), "--out", In("s.csv"), "--report", In("r.html"));

        Assert.Equal(ExitCode.Skipped, run.Code);
        var scores = ScoreFile.Read(In("s.csv"));
        Assert.Equal("image,score,quality,status,detail,realism,rarity,authentic,influence", File.ReadLines(In("s.csv")).First());
        Assert.All(scores, score => Assert.Equal(ExtraColumns.All, score.Extras!.Columns));
        Assert.All(scores.Take(20), score => Assert.True(score.Extras is { Realism: > 0, IsAuthentic: not null, Influence: not null }));
        Assert.Null(scores[20].Extras!.Realism);
        Assert.Contains("influence on FID</th>", File.ReadAllText(In("r.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_ExtraOfTooFewImages_IsLeftEmptyByAllAndRefusedByName()
    {
        await FitAsync();
        SaveFeatures("generated.safetensors", 5, seed: 2);
        string[] arguments = ["score", In("generated.safetensors"), "--model", In("m.giqa"), "--real", In("reals.safetensors"), "--json", "--extra"];

        var all = await CliRun.Of([.. arguments, "all"]);
        var named = await CliRun.Of([.. arguments, "influence"]);

        Assert.Equal((ExitCode.Done, ExitCode.Failed), (all.Code, named.Code));
        Assert.Contains("the column influence stays empty: ", all.Error, StringComparison.Ordinal);
        Assert.Contains("add images", Assert.Single(named.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        using var document = JsonDocument.Parse(all.Out);
        var extras = document.RootElement.GetProperty("scores")[0].GetProperty("extras");
        Assert.Equal((JsonValueKind.Number, JsonValueKind.Null), (extras.GetProperty("realism").ValueKind, extras.GetProperty("influence").ValueKind));
    }

    [Fact]
    public async Task Score_ExtraWithoutReals_SaysHowToNameThem()
    {
        await FitAsync();
        SaveFeatures("generated.safetensors", 5, seed: 2);

        var run = await CliRun.Of("score", In("generated.safetensors"), "--model", In("m.giqa"), "--extra", "realism");

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains("with --real INPUT", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_FaultyItems_AreListedAndEndWithThree()
    {
        await FitAsync();
        SaveFeatures("generated.safetensors", 5, seed: 2, faults: 12);

        var run = await CliRun.Of("score", In("generated.safetensors"), "--model", In("m.giqa"), "--out", In("s.csv"));

        Assert.Equal(ExitCode.Skipped, run.Code);
        Assert.Equal(12, ScoreFile.Read(In("s.csv")).Count(score => score.Status == "truncated"));
        Assert.Contains("12 of 17 inputs were skipped", run.Error, StringComparison.Ordinal);
        Assert.Contains("and 2 more", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_FeaturesOfAnotherBackbone_AreRefusedByBothNames()
    {
        await FitAsync();
        SaveFeatures("generated.safetensors", 5, seed: 2, backbone: "other");

        var run = await CliRun.Of("score", In("generated.safetensors"), "--model", In("m.giqa"), "--out", In("s.csv"));

        Assert.Equal((ExitCode.Failed, string.Empty), (run.Code, run.Out));
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Contains("of other", run.Error, StringComparison.Ordinal);
        Assert.Contains("test-net", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(In("s.csv")));
    }

    [Fact]
    public async Task Extract_RangeOfFeatures_KeepsThatRange()
    {
        SaveFeatures("f.safetensors", 10, seed: 3);

        var run = await CliRun.Of("extract", In("f.safetensors") + ":4..7", "--out", In("g.safetensors"));

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Equal(["item-4", "item-5", "item-6"], FeatureSet.Load(In("g.safetensors")).Items.Select(item => item.Name));
        Assert.Equal(FeatureSet.Load(In("f.safetensors")).Matrix.Row(5).ToArray(), FeatureSet.Load(In("g.safetensors")).Matrix.Row(1).ToArray());
    }

    [Theory]
    [InlineData("--keep 0.25", 5)]
    [InlineData("--count 3", 3)]
    [InlineData("--min-quality 0", 20)]
    public async Task Pick_ByRule_PrintsThatManyBestFirst(string rule, int kept)
    {
        await FitAsync();
        SaveFeatures("generated.safetensors", 20, seed: 2);

        var run = await CliRun.Of(["pick", In("generated.safetensors"), "--model", In("m.giqa"), "--list", In("l.txt"), .. rule.Split(' ')]);

        var names = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((ExitCode.Done, kept), (run.Code, names.Length));
        Assert.Equal(names, File.ReadAllLines(In("l.txt")));
    }

    [Theory]
    [InlineData("", "exactly one of --keep, --count and --min-quality is needed")]
    [InlineData("--keep 0.5 --count 3", "exactly one of --keep, --count and --min-quality is needed")]
    [InlineData("--keep 0", "--keep 0: must be a share above 0 and at most 1")]
    [InlineData("--count 3 --copy-to a --move-to b", "--copy-to, --move-to and --link-to exclude each other")]
    [InlineData("--count 3 --copy-to a", "features have no images to put into a folder")]
    [InlineData("--count 3 --cache a --no-cache", "--cache and --no-cache exclude each other")]
    public async Task Pick_ContradictingOptions_EndWithTwo(string options, string message)
    {
        await FitAsync();
        SaveFeatures("generated.safetensors", 5, seed: 2);

        var run = await CliRun.Of(["pick", In("generated.safetensors"), "--model", In("m.giqa"), .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.StartsWith($"giqa: {message}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_OutIsAFolder_EndsWithTwoBeforeAnyWork()
    {
        var run = await CliRun.Of("fit", In("missing.safetensors"), "--out", _folder.Path);

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains("is a folder", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_MissingInput_EndsWithOneLine()
    {
        var run = await CliRun.Of("fit", In("missing"), "--out", In("m.giqa"), "--no-cache");

        Assert.Equal((ExitCode.Failed, string.Empty), (run.Code, run.Out));
        Assert.Contains("does not exist", Assert.Single(run.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_DamagedModel_EndsWithOneLine()
    {
        File.WriteAllText(In("m.giqa"), "no model");
        SaveFeatures("generated.safetensors", 5, seed: 2);

        var run = await CliRun.Of("score", In("generated.safetensors"), "--model", In("m.giqa"));

        Assert.Equal((ExitCode.Failed, string.Empty), (run.Code, run.Out));
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    private string In(string name) => Path.Combine(_folder.Path, name);

    private async Task FitAsync()
    {
        SaveFeatures("reals.safetensors", 200, seed: 1);
        var run = await CliRun.Of("fit", In("reals.safetensors"), "--components", "2", "--out", In("m.giqa"));
        Assert.Equal(ExitCode.Done, run.Code);
    }

    private void SaveFeatures(string name, int count, ulong seed, int faults = 0, string backbone = "test-net")
    {
        var random = new SeededRandom(seed);
        var values = new float[count * Dimensions];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)random.NextGaussian();
        }

        var items = Enumerable.Range(0, count).Select(i => new FeatureItem($"item-{i}"))
            .Concat(Enumerable.Range(0, faults).Select(i => new FeatureItem($"broken-{i}", ImageFault.Truncated, "it ends early")));
        new FeatureSet(new FeatureMatrix(count, Dimensions, values), [.. items], backbone.PadRight(64, '0'), backbone).Save(In(name));
    }
}
