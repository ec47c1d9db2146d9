using System.Text.Json;
using Giqa.Cli;
using Giqa.Images;
using Giqa.Tests.Training;
using Giqa.Tests.Training.Scorers;

namespace Giqa.Tests.Cli;

[Collection(TorchTests.Name)]
public sealed class TrainCommandTests : IDisposable
{
    private readonly StandInRun _run = new(latents: 12, reals: 20);
    private readonly string _reals;

    public TrainCommandTests()
    {
        _reals = Directory.CreateDirectory(_run.Folder.File("reals")).FullName;
        for (var i = 0; i < _run.Reals.Length; i++)
        {
            File.WriteAllBytes(Path.Combine(_reals, $"{i:D3}.png"), ImageEncoder.EncodePng(_run.Reals[i]));
        }
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Train_Mbc_WritesAModelThatScoreTakes()
    {
        var model = _run.Folder.File("m.giqa");
        var run = await CliRun.Of("train", "mbc", _run.Folder.Path, "--real", _reals, "--out", model, "--epochs", "2", "--batch", "16", "--threads", "1", "--precision", "fp32", "--json");
        Assert.Equal(ExitCode.Done, run.Code);
        var root = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal(("mbc", 5, 2), (root.GetProperty("method").GetString(), root.GetProperty("training").GetProperty("thresholds").GetArrayLength(), root.GetProperty("epochs").GetArrayLength()));
        Assert.InRange(root.GetProperty("largest_output_difference").GetDouble(), 0, 1e-5);
        Assert.Contains("epoch  training loss", run.Error, StringComparison.Ordinal);
        Assert.Equal(3, (await File.ReadAllLinesAsync(root.GetProperty("curves").GetString()!)).Length);
        Assert.False(File.Exists($"{model}.checkpoint"));
        var scored = await CliRun.Of("score", _reals, "--model", model, "--no-cache", "--top", "1", "--json");
        Assert.Equal(ExitCode.Done, scored.Code);
        Assert.Equal("vgg-small", JsonDocument.Parse(scored.Out).RootElement.GetProperty("backbone").GetString());
    }

    [Fact]
    public async Task Train_RankWithoutData_Works()
    {
        var run = await CliRun.Of("train", "rank", "--real", _reals, "--out", _run.Folder.File("r.giqa"), "--epochs", "1", "--batch", "24", "--threads", "1");
        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains("rank on 18 real images", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mbc", "no such folder", ExitCode.Failed)]
    [InlineData("ir", "reals", ExitCode.Failed)]
    [InlineData("mbc", null, ExitCode.Usage)]
    public async Task Train_BadData_IsOneLine(string method, string? data, int code)
    {
        string[] inputs = data is null ? [] : [data == "reals" ? _reals : data];
        var run = await CliRun.Of(["train", method, .. inputs, "--real", _reals, "--out", _run.Folder.File("m.giqa")]);
        Assert.Equal(code, run.Code);
        Assert.Single(run.Error.TrimEnd().Split('\n'), line => line.StartsWith("giqa: ", StringComparison.Ordinal));
        Assert.Empty(run.Out);
    }

    [Theory]
    [InlineData("--classifiers", "0")]
    [InlineData("--sg", "1.5")]
    [InlineData("--network", "resnet")]
    [InlineData("--validation", "0.9")]
    public async Task Train_OptionOutOfRange_IsAUsageError(string option, string value)
    {
        var run = await CliRun.Of("train", "mbc", _run.Folder.Path, "--real", _reals, "--out", "m.giqa", option, value);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains($"{option} {value}", run.Error, StringComparison.Ordinal);
    }
}
