using System.Net;
using System.Text.Json;
using Giqa.Cli;
using Giqa.Images;
using Giqa.Tests.Models.Imported;
using Giqa.Tests.Support;

namespace Giqa.Tests.Cli;

/// <summary><c>giqa models import --as scorer</c>, and what its models are good for.</summary>
public sealed class ScorerImportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ScorerImportCommandTests()
    {
        File.WriteAllBytes(_folder.File("nima.onnx"), ForeignNetworks.Nima());
        File.WriteAllBytes(_folder.File("deepiqa.onnx"), ForeignNetworks.DeepIqa());
        Write("reals", Enumerable.Range(0, 60).Select(number => PaintedImages.Paint(number, ForeignNetworks.Size)));
        Write("images", Enumerable.Range(100, 18).Select(number => ForeignNetworks.Damaged(number, number % 6)));
        File.WriteAllLines(_folder.File("opinions.csv"), ["image,score", .. Enumerable.Range(0, 18).Select(number => $"images/{number}.png,{10 - ((number + 100) % 6)}")]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task TwoScorers_ReadAlike_AndAgreeSetsThemSideBySide()
    {
        var nima = await ImportAsync("nima.onnx", "--reduce", "mean-of-bins", "--better", "high", "--scaling", "symmetric", "--out", _folder.File("nima.giqa"));
        Assert.Equal(ExitCode.Done, nima.Code);
        Assert.DoesNotContain("wrong way round", nima.Error, StringComparison.Ordinal);

        // It learned noise alone, and finds pictures good that are none.
        Assert.Contains("It was imported unchanged", nima.Error, StringComparison.Ordinal);
        Assert.Contains("the mean of its bins, higher is better; pictures of 32 x 32", nima.Out, StringComparison.Ordinal);
        Assert.Contains("calibrated on 60 real images", nima.Out, StringComparison.Ordinal);
        var deep = await ImportAsync("deepiqa.onnx", "--reduce", "scalar", "--better", "low", "--licence", "MIT", "--out", _folder.File("deepiqa.giqa"));
        Assert.Equal(ExitCode.Done, deep.Code);

        var scored = await CliRun.Of("score", _folder.File("images"), "--model", _folder.File("nima.giqa"), "--no-cache", "--json");
        Assert.Equal(ExitCode.Done, scored.Code);
        var agreed = await CliRun.Of("agree", _folder.File("opinions.csv"), "--model", _folder.File("nima.giqa"), "--model", _folder.File("deepiqa.giqa"), "--no-cache", "--json");
        Assert.Equal(ExitCode.Done, agreed.Code);
        Assert.Equal(2, JsonDocument.Parse(agreed.Out).RootElement.GetProperty("scorers").GetArrayLength());

        var shown = await CliRun.Of("models", "show", _folder.File("deepiqa.giqa"));
        Assert.Contains("deepiqa.onnx, licence MIT; one number, lower is better", shown.Out, StringComparison.Ordinal);
        Assert.Contains("deepiqa, its own", shown.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_OfScorers_WantsTheSameImages()
    {
        var header = "image,score,quality,status,detail";
        File.WriteAllLines(_folder.File("a.csv"), [header, "0.png,1,0.5,ok,", "1.png,2,0.6,ok,"]);
        File.WriteAllLines(_folder.File("b.csv"), [header, "1.png,7,0.1,ok,", "0.png,9,0.9,ok,"]);
        File.WriteAllLines(_folder.File("c.csv"), [header, "1.png,7,0.1,ok,", "2.png,9,0.9,ok,"]);
        var page = await CliRun.Of("report", _folder.File("a.csv"), _folder.File("b.csv"), "--scorers", "--images", _folder.File("images"), "--out", _folder.File("r.html"));
        Assert.Equal((ExitCode.Done, string.Empty), (page.Code, page.Error));
        Assert.Contains("2 images from 2 scores files", page.Out, StringComparison.Ordinal);
        Assert.Contains("a and b: rank correlation \u22121", WebUtility.HtmlDecode(File.ReadAllText(_folder.File("r.html"))), StringComparison.Ordinal);

        var other = await CliRun.Of("report", _folder.File("a.csv"), _folder.File("c.csv"), "--scorers", "--out", _folder.File("s.html"));
        Assert.Equal(ExitCode.Failed, other.Code);
        Assert.Contains("0.png is in only one", Assert.Single(other.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, (await CliRun.Of("report", _folder.File("a.csv"), "--scorers", "--out", _folder.File("s.html"))).Code);
        Assert.False(File.Exists(_folder.File("s.html")));
    }

    [Fact]
    public async Task TheWrongWayRound_IsWarnedOf()
    {
        var run = await ImportAsync("deepiqa.onnx", "--reduce", "scalar", "--better", "high", "--out", _folder.File("m.giqa"));
        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains("--better may be the wrong way round", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--as scorer also needs --reduce, --better, --real, --out", "--as", "scorer")]
    [InlineData("--as scorer also needs --better, --out", "--as", "scorer", "--reduce", "pair", "--real", "reals")]
    [InlineData("--reduce is for scorers: add --as scorer", "--name", "a", "--reduce", "scalar")]
    [InlineData("--reduce mean: must be one of scalar, mean-of-bins, pair", "--as", "scorer", "--reduce", "mean")]
    [InlineData("a backbone needs a --name", "--scaling", "unit")]
    public async Task OptionsThatDoNotGoTogether_AreUsageErrors(string words, params string[] arguments)
    {
        var run = await CliRun.Of(["models", "import", _folder.File("nima.onnx"), .. arguments]);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatCannotBeRead_IsOneLine_AndLeavesNoFile()
    {
        var bins = await ImportAsync("nima.onnx", "--reduce", "scalar", "--better", "high", "--out", _folder.File("m.giqa"));
        Assert.Equal(ExitCode.Failed, bins.Code);
        Assert.Contains("nima.onnx gives 10 numbers for a picture, but the reduction needs one number (--reduce scalar)", Assert.Single(bins.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("m.giqa")));
    }

    private Task<CliRun> ImportAsync(string network, params string[] arguments) =>
        CliRun.Of(["models", "import", _folder.File(network), "--as", "scorer", "--real", _folder.File("reals"), "--no-cache", .. arguments]);

    private void Write(string name, IEnumerable<RgbImage> images)
    {
        _ = Directory.CreateDirectory(_folder.File(name));
        foreach (var (number, image) in images.Index())
        {
            File.WriteAllBytes(_folder.File($"{name}/{number}.png"), ImageEncoder.EncodePng(image));
        }
    }
}
