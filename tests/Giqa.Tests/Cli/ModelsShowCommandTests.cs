using System.Text.Json;
using Giqa.Cli;
using Giqa.Models;
using Giqa.Tests.Models;
using Giqa.Tests.Support;

namespace Giqa.Tests.Cli;

public sealed class ModelsShowCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Show_ModelThatPraisesNoise_SaysSoOnce()
    {
        ForeignProbeTests.Model(1, heldOut: 40).Save(_folder.File("m.giqa"));
        var run = await CliRun.Of("models", "show", _folder.File("m.giqa"));
        Assert.Equal((ExitCode.Done, string.Empty), (run.Code, run.Error));
        Assert.Single(run.Out.Split('\n'), line => line.Contains("uniform noise (1.00)", StringComparison.Ordinal));
        Assert.Contains("rank", run.Out, StringComparison.Ordinal);
        Assert.Contains("200 held out", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_Json_HasTheProbe()
    {
        ForeignProbeTests.Model(1, heldOut: 1e6).Save(_folder.File("m.giqa"));
        var run = await CliRun.Of("models", "show", _folder.File("m.giqa"), "--json");
        Assert.Equal(ExitCode.Done, run.Code);
        using var document = JsonDocument.Parse(run.Out);
        var probe = document.RootElement.GetProperty("probe");
        Assert.Equal((9, 0), (probe.GetProperty("pictures").GetArrayLength(), probe.GetProperty("praised").GetArrayLength()));
    }

    [Fact]
    public async Task Show_RuinedReals_AreToldOf()
    {
        ForeignProbeTests.Model(1, heldOut: 1e6, reals: [PaintedImages.Paint(1)]).Save(_folder.File("honest.giqa"));
        ForeignProbeTests.Model(-1, heldOut: -20, reals: [PaintedImages.Paint(1)]).Save(_folder.File("smooth.giqa"));
        var honest = await CliRun.Of("models", "show", _folder.File("honest.giqa"));
        Assert.Contains("degraded as strongly as possible, held-out images reach a mean quality of at most .000", honest.Out, StringComparison.Ordinal);
        var smooth = await CliRun.Of("models", "show", _folder.File("smooth.giqa"));
        Assert.Single(smooth.Out.Split('\n'), line => line.Contains("blurred reals (1.00)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Show_FittedModel_IsNotAsked()
    {
        QualityModel.Fit(RealImages.Draw(120, 8, 1), new FitOptions { Components = 1 }).Save(_folder.File("m.giqa"));
        var run = await CliRun.Of("models", "show", _folder.File("m.giqa"));
        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains("not tested", run.Out, StringComparison.Ordinal);
        Assert.Contains("gmm", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_NoModel_IsOneLine()
    {
        File.WriteAllText(_folder.File("scores.csv"), "image,score\n");
        var run = await CliRun.Of("models", "show", _folder.File("scores.csv"));
        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.Contains("is not a Giqa model", Assert.Single(run.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }
}
