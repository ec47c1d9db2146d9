using System.Text.Json;
using Giqa.Cli;
using Giqa.Features.Onnx;
using Giqa.Images;
using Giqa.Models;
using Giqa.Tests.Features;
using Giqa.Tests.Models;
using Giqa.Tests.Support;

namespace Giqa.Tests.Cli;

public sealed class ModelsExportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ModelsExportCommandTests() => SmallScorer.Create().Save(_folder.File("m.giqa"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Export_LearnedModel_ScoresAsGiqaScoreDoes()
    {
        var image = PaintedImages.Paint(77, SmallBackbone.Size);
        await File.WriteAllBytesAsync(_folder.File("77.png"), ImageEncoder.EncodePng(image));
        var exported = await CliRun.Of("models", "export", _folder.File("m.giqa"), "--out", _folder.File("s.onnx"), "--json");
        var scored = await CliRun.Of("score", _folder.File("77.png"), "--model", _folder.File("m.giqa"), "--no-cache", "--json");
        Assert.Equal((ExitCode.Done, ExitCode.Done), (exported.Code, scored.Code));
        Assert.Equal("mbc", JsonDocument.Parse(exported.Out).RootElement.GetProperty("kind").GetString());
        var row = JsonDocument.Parse(scored.Out).RootElement.GetProperty("scores")[0];
        using var scorer = OnnxScorer.Open(await File.ReadAllBytesAsync(_folder.File("s.onnx")), SmallBackbone.Size, SmallBackbone.Size);
        var (scores, qualities) = scorer.Run([image]);
        Assert.Equal(row.GetProperty("score").GetDouble(), scores[0], 1e-6);
        Assert.Equal(row.GetProperty("quality").GetDouble(), qualities[0], 1e-6);
    }

    [Fact]
    public async Task Export_Size_IsWidthByHeight()
    {
        var run = await CliRun.Of("models", "export", _folder.File("m.giqa"), "--out", _folder.File("s.onnx"), "--size", "40x24");
        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains("N x 3 x 24 x 40", run.Out, StringComparison.Ordinal);
        Assert.Contains("checked on test pictures", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_MapsOfAnotherNetworkThanTheModels_AreSaidToBeLeftOut()
    {
        var maps = new MapModel(new PatchScorer(new float[4], [0], 1), Calibration.Fit([1, 2]), Calibration.Fit([1, 2]), new string('0', 64), 60);
        SmallScorer.Create().WithMaps(maps).Save(_folder.File("maps.giqa"));
        var run = await CliRun.Of("models", "export", _folder.File("maps.giqa"), "--out", _folder.File("s.onnx"));
        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains("says nothing about where an image is bad", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("4097")]
    [InlineData("12x")]
    [InlineData("12x13x14")]
    [InlineData("big")]
    public async Task Export_ImpossibleSize_IsAUsageError(string size)
    {
        var run = await CliRun.Of("models", "export", _folder.File("m.giqa"), "--out", _folder.File("s.onnx"), "--size", size);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains($"--size {size}", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("s.onnx")));
    }

    [Fact]
    public async Task Export_WhatIsNoModel_IsOneLine()
    {
        await File.WriteAllTextAsync(_folder.File("no.giqa"), "hello");
        var run = await CliRun.Of("models", "export", _folder.File("no.giqa"), "--out", _folder.File("s.onnx"));
        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }
}
