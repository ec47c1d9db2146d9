using Giqa.Cli;
using Giqa.Tests.Support;

namespace Giqa.Tests.Cli;

public sealed class ClustersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{ "site": { "engine": "slurm", "queue": "cpu" } }""", "line 1, at $")]
    [InlineData("""{ "site": { "engine": "slurm", "tasks": "many" } }""", "line 1, at $.site.tasks: expected are clusters as { ")]
    [InlineData("{ \"site\": {\n \"engine\" }", "line 2, at $.site")]
    [InlineData("no clusters", "line 1, at $: expected are clusters as { ")]
    [InlineData("""{ "site": { "options": "partition=cpu" } }""", "engine of site must be slurm or kubernetes, not missing")]
    [InlineData("""{ "site": { "engine": "pbs" } }""", "engine of site must be slurm or kubernetes, not 'pbs'")]
    public async Task Find_BadFile_IsToldInOneLineWithoutTheProgramsTypes(string content, string expected)
    {
        _ = Directory.CreateDirectory(_folder.File("xdg-config/giqa"));
        await File.WriteAllTextAsync(_folder.File("xdg-config/giqa/clusters.json"), content);
        ImageVerbFixture.WriteImages(_folder.File("images"), 1);

        var run = await GiqaProcess.RunAsync(_folder.Path, ["extract", "images", "--out", "run.features", "--on", "site"]);

        Assert.Equal(ExitCode.Failed, run.Code);
        var line = Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Contains(expected, line, StringComparison.Ordinal);
        Assert.DoesNotContain("Giqa.Cli", line, StringComparison.Ordinal);
    }
}
