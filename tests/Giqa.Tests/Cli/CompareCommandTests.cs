using System.Text.Json;
using Giqa.Cli;
using Giqa.Metrics;
using Giqa.Tests.Metrics;
using Giqa.Tests.Support;

namespace Giqa.Tests.Cli;

public sealed class CompareCommandTests
{
    private static readonly string Real = MetricFixtures.PathOf("features/real.npy");
    private static readonly string Fake = MetricFixtures.PathOf("features/fake.npy");
    private static readonly string HeldOut = MetricFixtures.PathOf("features/heldout.npy");

    [Fact]
    public async Task Compare_Json_HasTheMetricsAskedForAlone()
    {
        var run = await CliRun.Of("compare", Fake, "--real", Real, "--metrics", "fid,kid,pr", "--json");

        Assert.Equal(ExitCode.Done, run.Code);
        var root = JsonDocument.Parse(run.Out).RootElement;
        var result = root.GetProperty("results")[0];
        Assert.Equal(Fake, result.GetProperty("input").GetString());
        Assert.Equal(["fid", "kid_mean", "kid_std", "precision", "recall"], result.GetProperty("metrics").EnumerateObject().Select(metric => metric.Name));
        Assert.Equal(3.683998080765093, result.GetProperty("metrics").GetProperty("fid").GetDouble(), 1e-8);
        Assert.Equal(300, result.GetProperty("counts").GetProperty("generated").GetInt32());
        Assert.Equal(["fid", "kid", "pr"], root.GetProperty("settings").GetProperty("metrics").EnumerateArray().Select(name => name.GetString()!));
        Assert.NotEmpty(root.GetProperty("warnings").EnumerateArray());
        Assert.Contains("giqa: warning: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_AllMetricsWithLogits_GivesEveryKey()
    {
        var logits = Path.Combine(Directory.CreateTempSubdirectory("giqa-").FullName, "logits.npy");
        await using (var stream = File.Create(logits))
        {
            Giqa.Storage.Npy.Write<float>(stream, [300, 20], MetricFixtures.Matrix("is/logits.npy").Values.AsSpan(0, 6000));
        }

        var run = await CliRun.Of("compare", Fake, "--real", Real, "--metrics", "qs,ds,fid,kid,is,pr,dc", "--components", "2", "--logits", logits, "--json");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Equal(
            ["qs", "ds", "fid", "kid_mean", "kid_std", "is_mean", "is_std", "precision", "recall", "density", "coverage"],
            JsonDocument.Parse(run.Out).RootElement.GetProperty("results")[0].GetProperty("metrics").EnumerateObject().Select(metric => metric.Name));
    }

    [Fact]
    public async Task Compare_TwoSets_PrintsATableAndTests()
    {
        var run = await CliRun.Of("compare", Fake, HeldOut, "--real", Real, "--metrics", "fid,pr,dc");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains("FID-infinity", run.Out, StringComparison.Ordinal);
        Assert.Contains("coverage", run.Out, StringComparison.Ordinal);
        Assert.Contains("95 % from", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_StatisticsWrittenAndReadAgain_GivesTheSameFid()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("giqa-").FullName, "fake.npz");
        _ = await CliRun.Of("compare", Fake, "--real", Real, "--metrics", "fid", "--no-spread", "--out", path);

        var run = await CliRun.Of("compare", Real, "--real", path, "--json");

        Assert.Equal(ExitCode.Done, run.Code);
        var metrics = JsonDocument.Parse(run.Out).RootElement.GetProperty("results")[0].GetProperty("metrics");
        Assert.Equal(3.683998080765093, Assert.Single(metrics.EnumerateObject()).Value.GetDouble(), 1e-8);
    }

    [Fact]
    public async Task Compare_Report_WritesThePageWithTheCommandAndSaysTheVerdict()
    {
        using var folder = new TemporaryFolder();

        var run = await CliRun.Of("compare", Fake, HeldOut, "--real", Real, "--metrics", "fid,pr", "--report", folder.File("new/r.html"), "--json");

        Assert.Equal(ExitCode.Done, run.Code);
        var root = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal(folder.File("new/r.html"), root.GetProperty("report").GetString());
        var page = File.ReadAllText(folder.File("new/r.html"));
        Assert.Contains(root.GetProperty("verdict")[0].GetString()!.TrimEnd('.'), page, StringComparison.Ordinal);
        Assert.Contains("--metrics fid,pr --report", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_DivisorN_ShrinksTheCovariancesAndIsRecorded()
    {
        string[] arguments = ["compare", Fake, "--real", Real, "--metrics", "fid", "--no-spread", "--json"];

        var usual = JsonDocument.Parse((await CliRun.Of(arguments)).Out).RootElement;
        var styleGan = JsonDocument.Parse((await CliRun.Of([.. arguments, "--divisor", "n"])).Out).RootElement;

        Assert.Equal(("n-1", "n"), (usual.GetProperty("settings").GetProperty("covariance_divisor").GetString(), styleGan.GetProperty("settings").GetProperty("covariance_divisor").GetString()));
        var expected = FrechetDistance.Compute(MetricFixtures.Real, MetricFixtures.Fake, CovarianceDivisor.Count).Distance;
        Assert.Equal(expected, styleGan.GetProperty("results")[0].GetProperty("metrics").GetProperty("fid").GetDouble(), 1e-9);
        Assert.NotEqual(expected, usual.GetProperty("results")[0].GetProperty("metrics").GetProperty("fid").GetDouble(), 1e-6);
    }

    [Fact]
    public async Task Compare_ReportOfStatistics_IsRefusedBeforeAnyWork()
    {
        using var folder = new TemporaryFolder();
        FeatureStatistics.Compute(MetricFixtures.Real).Save(folder.File("real.npz"));

        var run = await CliRun.Of("compare", Fake, "--real", folder.File("real.npz"), "--report", folder.File("r.html"));

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains("mu and sigma give FID alone", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--metrics fid,fidd", "--metrics fid,fidd: must be a comma-separated list of qs, ds, fid, kid, is, pr, dc")]
    [InlineData("--all-conventions --preset tf --divisor n", "--all-conventions goes through all of them, so --divisor, --preset cannot be given with it")]
    [InlineData("--all-conventions --metrics qs", "--all-conventions takes --metrics fid or fid,kid, not qs")]
    [InlineData("--all-conventions", "holds features: give the images themselves")]
    [InlineData("--logits a.npy b.npy", "2 --logits files are given for 1 INPUTs")]
    public async Task Compare_BadUsage_EndsWithTwo(string options, string message)
    {
        var run = await CliRun.Of(["compare", Fake, "--real", Real, .. options.Split(' ')]);

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_OnlyTheInceptionScoreWithoutLogits_FailsWithOneLine()
    {
        var run = await CliRun.Of("compare", Fake, "--real", Real, "--metrics", "is");

        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.Contains("class logits", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NegativeInfinity, "300 of 300 rows of class logits contain NaN or infinity, the first is row 0")]
    [InlineData(float.NaN, "write -1e4 for the logarithm of 0")]
    [InlineData(0f, "holds probabilities, not class logits")]
    public async Task Compare_LogitsThatAreNone_SaysWhatTheyAre(float odd, string expected)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("giqa-").FullName, "odd.npy");
        await using (var stream = File.Create(path))
        {
            Giqa.Storage.Npy.Write<float>(stream, [300, 2], [.. Enumerable.Range(0, 600).Select(i => i % 2 == 0 ? odd : 1f)]);
        }

        var run = await CliRun.Of("compare", Fake, "--real", Real, "--metrics", "is", "--logits", path);

        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pr")]
    [InlineData("dc")]
    [InlineData("kid")]
    public async Task Compare_FeaturesBeyondFloat32_SaysSo(string metric)
    {
        var folder = Directory.CreateTempSubdirectory("giqa-").FullName;
        foreach (var name in (string[])["a.npy", "b.npy"])
        {
            await using var stream = File.Create(Path.Combine(folder, name));
            Giqa.Storage.Npy.Write<float>(stream, [60, 4], [.. Enumerable.Range(0, 240).Select(i => 1e25f * ((i * 7 % 31) - 15))]);
        }

        var run = await CliRun.Of("compare", Path.Combine(folder, "a.npy"), "--real", Path.Combine(folder, "b.npy"), "--metrics", metric, "--json");

        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.Contains("features reach 1.5E+26, whose distances in 4 dimensions overflow float32", run.Error, StringComparison.Ordinal);
    }
}
