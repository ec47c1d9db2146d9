using System.Runtime.Versioning;
using System.Security.Cryptography;
using Giqa.Cli;
using Giqa.Tests.Support;

namespace Giqa.Tests.Cli;

/// <summary>Runs on a Slurm of real daemons: whatever is killed, the bytes are those of one machine.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SlurmTests(SlurmCluster cluster) : IClassFixture<SlurmCluster>, IDisposable
{
    private const int Images = 60;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ExtractAndScore_WorkerDriverAndControllerKilled_GiveTheBytesOfOneMachine()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        await PrepareAsync(times: 5);
        string[] command = Command("run", times: 5, "--tasks", "6");
        using (var driver = Start(command))
        {
            await UntilAsync(() => Done("run") > 0 || driver.HasEnded, "the first chunk");

            // The tasks stand still from here on, so that the driver is killed while there is work to do, however fast the machine.
            SlurmCluster.Hold(Run("run"));
            Assert.NotEmpty(SlurmCluster.TasksOf(Run("run")));
            driver.Kill();
            _ = await driver.EndAsync();
        }

        using (var worker = System.Diagnostics.Process.GetProcessById(SlurmCluster.TasksOf(Run("run"))[0].Id))
        {
            worker.Kill();
        }

        await cluster.CrashControllerAsync();
        var looks = cluster.Looks;
        using var again = Start(command);
        await UntilAsync(() => cluster.Looks > looks || again.HasEnded, "a look at a controller that is not there");
        await cluster.StartControllerAsync();
        await UntilAsync(() => cluster.Looks > looks + 2 || again.HasEnded, "a look at the array of the run before");
        SlurmCluster.GoOn(Run("run"));
        var run = await again.EndAsync();

        Assert.True(run.Code == ExitCode.Skipped, run.Error);
        Assert.Contains("of an earlier run is still there, and waited for", run.Error, StringComparison.Ordinal);
        Assert.Equal(Chunks("here"), Chunks("run"));

        Assert.Equal(ExitCode.Skipped, (await RunAsync("fit", "here.features", "--method", "knn", "--out", "m.giqa")).Code);
        Assert.Equal(ExitCode.Skipped, (await RunAsync("score", "run.features", "--model", "m.giqa", "--out", "one.csv")).Code);
        using var score = Start("score", "run.features", "--model", "m.giqa", "--out", "many.csv", "--chunk", "40", "--on", "slurm", "--tasks", "3");
        var scored = await score.EndAsync();
        Assert.True(scored.Code == ExitCode.Skipped, scored.Error);
        Assert.Equal(await File.ReadAllTextAsync(_folder.File("one.csv")), await File.ReadAllTextAsync(_folder.File("many.csv")));
    }

    [Fact]
    public async Task Extract_NodeLostTimeLimitPoisonOrChangedInput_IsMadeUpForOrTold()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        await PrepareAsync(times: 2);

        // All at once: most of the time goes by until Slurm gives up a node, and until it looks at time limits, which is every 30 seconds.
        await Task.WhenAll(LoseNodeAsync(), HitTimeLimitAsync(), MeetPoisonAsync(), ChangeInputAsync());
    }

    [Fact]
    public async Task FitAndCompare_InSteps_GiveTheBytesOfOneMachine()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        ImageVerbFixture.WriteFeatures(_folder.File("real.safetensors"), 1500, 32);
        ImageVerbFixture.WriteFeatures(_folder.File("generated.safetensors"), 1200, 32);
        string[] fit = ["fit", "real.safetensors", "--method", "knn", "--holdout", "0.2", "--out"];
        string[] compare = ["compare", "generated.safetensors", "--real", "real.safetensors", "--metrics", "pr,dc", "--no-spread", "--json"];
        Assert.Equal(ExitCode.Done, (await RunAsync([.. fit, "one.giqa"])).Code);
        var one = await RunAsync(compare);
        using var fitting = Start([.. fit, "many.giqa", "--cut-from", "0", "--on", "slurm", "--tasks", "3"]);
        using var comparing = Start([.. compare, "--cut-from", "0", "--on", "slurm", "--tasks", "3", "--run", "state"]);
        var (fitted, compared) = (await fitting.EndAsync(), await comparing.EndAsync());

        Assert.True(fitted.Code == ExitCode.Done, fitted.Error);
        Assert.Contains("of 3 tasks is submitted", fitted.Error, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(_folder.File("one.giqa")), await File.ReadAllBytesAsync(_folder.File("many.giqa")));
        Assert.True(compared.Code == ExitCode.Done, compared.Error);
        Assert.Equal(one.Out, compared.Out);
    }

    private async Task LoseNodeAsync()
    {
        if (!cluster.HasHosts)
        {
            return;
        }

        using var driver = Start(Command("lost", times: 2, "--tasks", "4", "--slurm", "exclude=n1"));
        await HoldAsync("lost");
        var node = SlurmCluster.TasksOf(Run("lost"))[0].Node;
        await cluster.LoseAsync(node);
        SlurmCluster.GoOn(Run("lost"));
        var run = await driver.EndAsync();

        Assert.True(run.Code == ExitCode.Skipped, run.Error);
        Assert.Equal(Chunks("here"), Chunks("lost"));
    }

    private async Task HitTimeLimitAsync()
    {
        // One chunk of all: a task that had done one before it was held would not be one that could do nothing. Slurm lets it go on for the second of KillWait, and it finishes
        // the chunk it is at if it can: so that takes several seconds.
        string[] command = ["extract", .. Enumerable.Repeat("images", 60), "--out", "limit.features", "--chunk", "3600", "--no-cache", "--on", "slurm", "--tasks", "1"];
        using var driver = Start([.. command, "--slurm", "time=1 nodelist=n1"]);
        await HoldAsync("limit");
        _ = await cluster.RunAsync("scontrol", "update", $"JobId={(await File.ReadAllTextAsync(Path.Combine(Run("limit"), "slurm-job"))).Trim()}", "EndTime=now");
        var run = await driver.EndAsync();
        using var more = Start([.. command, "--slurm", "time=10"]);
        var again = await more.EndAsync();

        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.Contains("no task could do anything: a task ran into its time limit: ask for more", run.Error, StringComparison.Ordinal);
        Assert.True(again.Code == ExitCode.Skipped, again.Error);
    }

    private async Task MeetPoisonAsync()
    {
        // In the place of one chunk there is a folder, which no file takes the place of.
        _ = await RunAsync(Here("poison", times: 2));
        Directory.Delete(_folder.File("poison.features/chunks"), recursive: true);
        _ = Directory.CreateDirectory(_folder.File("poison.features/chunks/00000004.safetensors/x"));
        using var driver = Start(Command("poison", times: 2, "--tasks", "3"));
        var run = await driver.EndAsync();

        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.Contains("chunk 4 (items 40 to 49)", run.Error, StringComparison.Ordinal);
        Assert.Equal(Chunks("here").Length - 1, Directory.GetFiles(_folder.File("poison.features/chunks")).Length);
    }

    private async Task ChangeInputAsync()
    {
        var list = _folder.File("list.txt");
        await File.WriteAllLinesAsync(list, Directory.GetFiles(_folder.File("images")).Order(StringComparer.Ordinal));
        using var driver = Start("extract", "@list.txt", "--out", "changed.features", "--chunk", "5", "--no-cache", "--on", "slurm", "--tasks", "4", "--slurm", "nodelist=n1");
        await HoldAsync("changed");
        File.SetLastWriteTimeUtc(list, DateTime.UtcNow.AddMinutes(1));
        SlurmCluster.GoOn(Run("changed"));
        var run = await driver.EndAsync();

        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.Contains("list.txt) is not what it was when the run began", run.Error, StringComparison.Ordinal);
    }

    private async Task PrepareAsync(int times)
    {
        ImageVerbFixture.WriteImages(_folder.File("images"), Images);
        await File.WriteAllTextAsync(_folder.File("images/0033.png"), "no image");
        Assert.Equal(ExitCode.Skipped, (await RunAsync(Here("here", times))).Code);
    }

    // The same images several times: what they cost is the network's, and sixty are soon written.
    private static string[] Here(string name, int times) => ["extract", .. Enumerable.Repeat("images", times), "--out", $"{name}.features", "--chunk", "10", "--no-cache"];

    private static string[] Command(string name, int times, params string[] options) => [.. Here(name, times), "--on", "slurm", .. options];

    private string Run(string name) => _folder.File($"{name}.features");

    private int Done(string name) => Directory.Exists(Path.Combine(Run(name), "chunks")) ? Directory.GetFiles(Path.Combine(Run(name), "chunks"), "0*").Length : 0;

    private string[] Chunks(string name) =>
        [.. Directory.GetFiles(Path.Combine(Run(name), "chunks"), "0*").Order(StringComparer.Ordinal).Select(path => $"{Path.GetFileName(path)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}")];

    /// <summary>Waits for the first task of a run and holds those that are there, so that what befalls them does so before they are through, on any machine.</summary>
    private async Task HoldAsync(string name)
    {
        await UntilAsync(() => SlurmCluster.TasksOf(Run(name)).Count > 0, $"the first task of {name}");
        SlurmCluster.Hold(Run(name));
    }

    private GiqaProcess Start(params string[] arguments) => GiqaProcess.Start(_folder.Path, cluster.Path, arguments);

    private Task<CliRun> RunAsync(params string[] arguments) => GiqaProcess.RunAsync(_folder.Path, arguments);

    private static Task UntilAsync(Func<bool> holds, string what) => Eventually.HoldsAsync(() => Task.FromResult(holds()), what);
}
