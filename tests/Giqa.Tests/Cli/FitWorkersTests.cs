using Giqa.Cli;
using Giqa.Tests.Support;

namespace Giqa.Tests.Cli;

/// <summary><c>giqa fit --workers</c>: the model file of one process.</summary>
public sealed class FitWorkersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--method", "gmm", "--components", "3")]
    [InlineData("--method", "knn", "--neighbours", "2")]
    public async Task Fit_OfFeatures_WritesTheSameModel(params string[] options)
    {
        ImageVerbFixture.WriteFeatures(_folder.File("real.safetensors"), 1500, 32);
        string[] command = ["fit", "real.safetensors", .. options, "--json"];
        var one = await RunAsync([.. command, "--out", "one.giqa"]);
        Assert.True(one.Code == ExitCode.Done, one.Error);
        foreach (var workers in (string[])["2"])
        {
            var run = await RunAsync([.. command, "--out", "many.giqa", "--cut-from", "0", "--workers", workers]);
            Assert.True(run.Code == ExitCode.Done, run.Error);
            Assert.Equal(one.Out.Replace("one.giqa", "x", StringComparison.Ordinal), run.Out.Replace("many.giqa", "x", StringComparison.Ordinal));
            Assert.Equal(await File.ReadAllBytesAsync(_folder.File("one.giqa")), await File.ReadAllBytesAsync(_folder.File("many.giqa")));
        }

        Assert.False(Directory.Exists(_folder.File("many.giqa.run")));
    }

    [Fact]
    public async Task Fit_OfImages_WritesTheSameModel()
    {
        ImageVerbFixture.WriteImages(_folder.File("real"), 40);
        await File.WriteAllTextAsync(_folder.File("real/0013.png"), "no image");
        var one = await RunAsync("fit", "real", "--out", "one.giqa", "--no-cache");
        var run = await RunAsync("fit", "real", "--out", "many.giqa", "--no-cache", "--cut-from", "0", "--workers", "2");
        Assert.True(run.Code == ExitCode.Skipped, run.Error);
        Assert.Equal(one.Error, run.Error);
        Assert.Equal(await File.ReadAllBytesAsync(_folder.File("one.giqa")), await File.ReadAllBytesAsync(_folder.File("many.giqa")));
    }

    private Task<CliRun> RunAsync(params IReadOnlyList<string> arguments) => GiqaProcess.RunAsync(_folder.Path, arguments);
}
