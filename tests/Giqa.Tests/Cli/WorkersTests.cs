using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using Giqa.Cli;
using Giqa.Tests.Support;

namespace Giqa.Tests.Cli;

/// <summary>Runs in chunks: the same bytes however many processes make them, and whatever happens to these.</summary>
public sealed class WorkersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public WorkersTests()
    {
        ImageVerbFixture.WriteImages(_folder.File("images"), 70);
        File.WriteAllText(_folder.File("images/0033.png"), "no image");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Extract_OneTwoThreeWorkersOrNone_GiveTheSameBytes()
    {
        var whole = await RunAsync("extract", "images", "--out", "one.safetensors");
        Assert.Equal(ExitCode.Skipped, whole.Code);
        foreach (var (name, workers) in ((string, string[])[])[("here", []), ("one", ["--workers", "1"]), ("two", ["--workers", "2"]), ("three", ["--workers", "3"])])
        {
            var run = await RunAsync(["extract", "images", "--out", $"{name}.features", "--chunk", "9", "--no-cache", .. workers]);
            Assert.True(run.Code == ExitCode.Skipped, run.Error);
            Assert.Equal(Chunks("here"), Chunks(name));
            Assert.Contains("1 of 70 inputs was skipped", run.Error, StringComparison.Ordinal);
        }

        Assert.Equal(ExitCode.Skipped, (await RunAsync("extract", "two.features", "--out", "joined.safetensors")).Code);
        Assert.Equal(await File.ReadAllBytesAsync(_folder.File("one.safetensors")), await File.ReadAllBytesAsync(_folder.File("joined.safetensors")));
    }

    [Fact]
    public async Task Extract_WorkerAndDriverKilled_TheSameCommandGivesTheSameBytes()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // Often enough the same images that the run lasts until it is killed, on any machine.
        string[] inputs = [.. Enumerable.Repeat("images", 10)];
        string[] command = ["extract", .. inputs, "--out", "killed.features", "--chunk", "2", "--no-cache", "--workers", "2"];
        using (var driver = GiqaProcess.Start(_folder.Path, command))
        {
            await UntilAsync(() => Done("killed") > 1);
            Process.GetProcessById(ChildOf(driver.Id)).Kill();
            await UntilAsync(() => Done("killed") > 8 || driver.HasEnded);
            driver.Kill();
            _ = await driver.EndAsync();
        }

        var again = await RunAsync(command);
        var whole = await RunAsync(["extract", .. inputs, "--out", "whole.features", "--chunk", "2", "--no-cache"]);

        Assert.True(again.Code == ExitCode.Skipped, again.Error);
        Assert.Equal(ExitCode.Skipped, whole.Code);
        Assert.Equal(Chunks("whole"), Chunks("killed"));
    }

    [Fact]
    public async Task Work_TasksByNumber_MakeAllChunksAndStatusCountsThem()
    {
        Assert.Equal(ExitCode.Skipped, (await RunAsync("extract", "images", "--out", "run.features", "--chunk", "9")).Code);
        var expected = Chunks("run");
        Directory.Delete(_folder.File("run.features/chunks"), recursive: true);
        Assert.Equal(ExitCode.Done, (await RunAsync("work", "run.features", "extract", "--task", "1", "--tasks", "3")).Code);
        Assert.Contains("of 8 chunks done; missing are 0, 1, 5", (await RunAsync("status", "run.features")).Out, StringComparison.Ordinal);
        foreach (var task in (string[])["0", "2"])
        {
            Assert.Equal(ExitCode.Done, (await RunAsync("work", "run.features", "extract", "--task", task, "--tasks", "3")).Code);
        }

        Assert.Equal(expected, Chunks("run"));
    }

    [Fact]
    public async Task Work_Terminated_FinishesItsChunkAndEndsWell()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // Often enough the same images that the work lasts until the signal, on any machine.
        string[] command = ["extract", .. Enumerable.Repeat("images", 20), "--out", "run.features", "--chunk", "2", "--no-cache", "--workers", "1"];
        using (var driver = GiqaProcess.Start(_folder.Path, command))
        {
            await UntilAsync(() => Done("run") > 0 || driver.HasEnded);
            driver.Kill();
            _ = await driver.EndAsync();
        }

        using var work = GiqaProcess.Start(_folder.Path, "work", "run.features", "extract", "--no-cache");
        var before = Done("run");
        await UntilAsync(() => Done("run") > before + 3 || work.HasEnded);
        await work.SignalAsync("TERM");
        var run = await work.EndAsync();

        Assert.Equal((ExitCode.Done, string.Empty), (run.Code, run.Error));
        Assert.InRange(Done("run"), before + 4, 699);
    }

    [Fact]
    public async Task Work_OfAnArchive_DoesNotListItAgain()
    {
        var path = _folder.File("shard.tar");
        using (var tar = new System.Formats.Tar.TarWriter(File.Create(path)))
        {
            foreach (var image in Directory.GetFiles(_folder.File("images")).Order(StringComparer.Ordinal))
            {
                tar.WriteEntry(image, Path.GetFileName(image));
            }
        }

        Assert.Equal(ExitCode.Skipped, (await RunAsync("extract", "shard.tar", "--out", "here.features", "--chunk", "20", "--no-cache")).Code);
        Assert.Equal(ExitCode.Done, (await RunAsync("extract", "shard.tar", "--out", "run.features", "--chunk", "20", "--detach")).Code);

        // The same size and date, and no header that could be read.
        var (bytes, date) = (await File.ReadAllBytesAsync(path), File.GetLastWriteTimeUtc(path));
        for (var at = 0; at < bytes.Length; at += 512)
        {
            if (bytes.AsSpan(at + 257, 5).SequenceEqual("ustar"u8))
            {
                bytes.AsSpan(at, 512).Fill(0xFF);
            }
        }

        await File.WriteAllBytesAsync(path, bytes);
        File.SetLastWriteTimeUtc(path, date);
        var work = await RunAsync("work", "run.features", "extract", "--no-cache");

        Assert.True(work.Code == ExitCode.Done, work.Error);
        Assert.Equal(Chunks("here"), Chunks("run"));
    }

    [Fact]
    public async Task Work_OfAFolder_TakesTheImagesThatTheRunBeganWith()
    {
        string[] begin = ["extract", "images", "--out", "run.features", "--chunk", "9", "--detach"];
        Assert.Equal(ExitCode.Skipped, (await RunAsync("extract", "images", "--out", "here.features", "--chunk", "9", "--no-cache")).Code);
        Assert.Equal(ExitCode.Done, (await RunAsync(begin)).Code);

        // More images are no matter of a task, which does not list them; one that was written anew is.
        File.Copy(_folder.File("images/0001.png"), _folder.File("images/0000-new.png"));
        var others = await RunAsync("work", "run.features", "extract", "--task", "0", "--tasks", "2", "--no-cache");
        File.Copy(_folder.File("images/0001.png"), _folder.File("images/0041.png"), overwrite: true);
        var changed = await RunAsync("work", "run.features", "extract", "--task", "1", "--tasks", "2", "--no-cache");
        var driver = await RunAsync([.. begin[..^1], "--workers", "2"]);

        Assert.True(others.Code == ExitCode.Done, others.Error);
        Assert.Equal(Chunks("here")[..4], Chunks("run"));
        Assert.Equal(ExitCode.Failed, changed.Code);
        Assert.Contains("images/0041.png is not what it was when the run began: put back what was there, or begin anew", changed.Error, StringComparison.Ordinal);
        Assert.Contains("its inputs have changed since", driver.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Extract_DamagedChunk_IsMadeAgain()
    {
        string[] command = ["extract", "images", "--out", "run.features", "--chunk", "9"];
        _ = await RunAsync(command);
        var expected = Chunks("run");
        await File.WriteAllTextAsync(_folder.File("run.features/chunks/00000003.safetensors"), "junk");
        var again = await RunAsync(command);
        Assert.Contains("chunk 3 of", again.Error, StringComparison.Ordinal);
        Assert.Equal(expected, Chunks("run"));
    }

    [Fact]
    public async Task Extract_ForeignFolderOrChangedInputs_AreLeftAlone()
    {
        _ = Directory.CreateDirectory(_folder.File("mine.features"));
        await File.WriteAllTextAsync(_folder.File("mine.features/notes.txt"), "mine");
        var mine = await RunAsync("extract", "images", "--out", "mine.features");
        _ = await RunAsync("extract", "images", "--out", "run.features", "--chunk", "9");
        File.Delete(_folder.File("images/0001.png"));
        File.Delete(_folder.File("run.features/chunks/00000000.safetensors"));
        var changed = await RunAsync("extract", "images", "--out", "run.features");
        var task = await RunAsync("work", "run.features", "extract");

        Assert.Equal((ExitCode.Failed, ExitCode.Failed, ExitCode.Failed), (mine.Code, changed.Code, task.Code));
        Assert.Contains("nothing of them is replaced", mine.Error, StringComparison.Ordinal);
        Assert.Contains("inputs have changed since", changed.Error, StringComparison.Ordinal);
        Assert.Contains("images) is not what it was when the run began", task.Error, StringComparison.Ordinal);
        Assert.Equal(["notes.txt"], Directory.EnumerateFileSystemEntries(_folder.File("mine.features")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Extract_ChunkThatCannotBeWritten_IsNamedAndAllElseIsKept()
    {
        // In the place of one chunk there is a folder, which no file takes the place of.
        _ = await RunAsync("extract", "images", "--out", "run.features", "--chunk", "9");
        Directory.Delete(_folder.File("run.features/chunks"), recursive: true);
        _ = Directory.CreateDirectory(_folder.File("run.features/chunks/00000004.safetensors/x"));
        var run = await RunAsync("extract", "images", "--out", "run.features", "--workers", "2");

        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.Contains("chunk 4 (items 36 to 44)", run.Error, StringComparison.Ordinal);
        Assert.Equal(7, Directory.GetFiles(_folder.File("run.features/chunks")).Length);
    }

    [Fact]
    public async Task Score_AnyNumberOfWorkers_GivesTheSameFileAndLeavesNothingElse()
    {
        _ = await RunAsync("extract", "images", "--out", "x.features", "--chunk", "30", "--no-cache");
        Assert.Equal(ExitCode.Skipped, (await RunAsync("fit", "x.features", "--method", "knn", "--out", "m.giqa")).Code);
        var one = await RunAsync("score", "x.features", "--model", "m.giqa", "--out", "one.csv", "--json");
        foreach (var workers in (string[])["1", "3"])
        {
            var run = await RunAsync("score", "x.features", "--model", "m.giqa", "--out", $"{workers}.csv", "--json", "--workers", workers, "--chunk", "16");
            Assert.True(run.Code == ExitCode.Skipped, run.Error);
            Assert.Equal(await File.ReadAllTextAsync(_folder.File("one.csv")), await File.ReadAllTextAsync(_folder.File($"{workers}.csv")));
            Assert.Equal(one.Out.Replace("one.csv", "x", StringComparison.Ordinal), run.Out.Replace($"{workers}.csv", "x", StringComparison.Ordinal));
        }

        Assert.Empty(Directory.GetDirectories(_folder.Path, "*.run"));
    }

    [Fact]
    public async Task Score_ModelOrPartThatIsNotWhatItWas_IsTold()
    {
        _ = await RunAsync("extract", "images", "--out", "x.features", "--chunk", "30", "--no-cache");
        _ = await RunAsync("fit", "x.features", "--method", "knn", "--out", "m.giqa");

        // In the place of one part there is a folder: the run cannot end, and stays.
        _ = Directory.CreateDirectory(_folder.File("s.csv.run/parts/00000001.jsonl/x"));
        var foreign = await RunAsync("score", "x.features", "--model", "m.giqa", "--out", "s.csv", "--workers", "2", "--chunk", "16");
        Directory.Delete(_folder.File("s.csv.run"), recursive: true);
        Assert.Contains("nothing of them is replaced", foreign.Error, StringComparison.Ordinal);

        // Often enough the same images that the run lasts until it is killed, on any machine.
        string[] command = ["score", .. Enumerable.Repeat("images", 10), "--model", "m.giqa", "--out", "s.csv", "--workers", "1", "--chunk", "2", "--no-cache"];
        using (var driver = GiqaProcess.Start(_folder.Path, command))
        {
            await UntilAsync(() => File.Exists(_folder.File("s.csv.run/score-plan.json")) || driver.HasEnded);
            driver.Kill();
            _ = await driver.EndAsync();
        }

        Assert.Contains(": score, ", (await RunAsync("status", "s.csv.run")).Out, StringComparison.Ordinal);
        _ = await RunAsync("fit", "x.features", "--method", "sgm", "--out", "m.giqa");
        var task = await RunAsync("work", "s.csv.run", "score");
        var again = await RunAsync(command);
        Assert.Contains("m.giqa) is not what it was when the run began", task.Error, StringComparison.Ordinal);
        Assert.Contains("was begun with other inputs", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Extract_OnSlurm_SubmitsWhatIsMissingUntilAllIsThere()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // One task of the first array is lost, the controller is once out of reach.
        var slurm = await StandInAsync();
        await File.WriteAllTextAsync(Path.Combine(slurm, "lose-1"), string.Empty);
        string[] command = ["extract", "images", "--out", "run.features", "--chunk", "20", "--on", "slurm", "--tasks", "2", "--slurm", "partition=cpu time=1:00:00"];
        using var process = GiqaProcess.Start(_folder.Path, ("PATH", $"{slurm}:{Environment.GetEnvironmentVariable("PATH")}"), command);
        var run = await process.EndAsync();
        var here = await RunAsync("extract", "images", "--out", "here.features", "--chunk", "20", "--no-cache");
        using var lonely = GiqaProcess.Start(_folder.Path, ("PATH", _folder.File("images")), [.. command[..3], "other.features", .. command[4..]]);
        var without = await lonely.EndAsync();

        Assert.True(run.Code == ExitCode.Skipped, run.Error);
        Assert.Equal(ExitCode.Skipped, here.Code);
        Assert.Equal(Chunks("here"), Chunks("run"));
        var calls = await File.ReadAllLinesAsync(Path.Combine(slurm, "calls"));
        Assert.Equal(2, calls.Length);
        Assert.All(calls, call => Assert.StartsWith("--parsable --partition=cpu --time=1:00:00 ", call, StringComparison.Ordinal));
        Assert.Contains("from which jobs are submitted", without.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Extract_DetachedOnANamedCluster_IsEndedByTheSameCommand()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var slurm = await StandInAsync();
        _ = Directory.CreateDirectory(_folder.File("xdg-config/giqa"));
        await File.WriteAllTextAsync(_folder.File("xdg-config/giqa/clusters.json"), """{ "site": { "engine": "slurm", "options": "partition=cpu", "tasks": 2 } }""");
        string[] command = ["extract", "images", "--out", "run.features", "--chunk", "20", "--on", "site", "--slurm", "time=5"];
        var path = ("PATH", $"{slurm}:{Environment.GetEnvironmentVariable("PATH")}");
        using var first = GiqaProcess.Start(_folder.Path, path, [.. command, "--detach"]);
        var left = await first.EndAsync();
        using var second = GiqaProcess.Start(_folder.Path, path, [.. command, "--detach"]);
        var there = await second.EndAsync();
        using var third = GiqaProcess.Start(_folder.Path, path, command);
        var run = await third.EndAsync();
        _ = await RunAsync("extract", "images", "--out", "here.features", "--chunk", "20", "--no-cache");
        using var wrong = GiqaProcess.Start(_folder.Path, path, [.. command[..^3], "nowhere"]);

        Assert.True((left.Code, left.Out, there.Code) == (ExitCode.Done, string.Empty, ExitCode.Done), left.Error);
        Assert.Contains("array 101 of 2 tasks is submitted; 'giqa status ", left.Error, StringComparison.Ordinal);
        Assert.Contains("array 101 of an earlier run is still there; 'giqa status ", there.Error, StringComparison.Ordinal);
        Assert.True(run.Code == ExitCode.Skipped, run.Error);
        Assert.Equal(Chunks("here"), Chunks("run"));
        Assert.StartsWith("--parsable --partition=cpu --time=5 ", Assert.Single(await File.ReadAllLinesAsync(Path.Combine(slurm, "calls"))), StringComparison.Ordinal);
        Assert.Contains("clusters.json, which has site", (await wrong.EndAsync()).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_Print_SaysWhatAnyEngineStarts()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var begun = await RunAsync("extract", "images", "--out", "run.features", "--chunk", "9", "--detach");
        Assert.Equal(0, Done("run"));
        var script = await RunAsync("submit", "run.features", "--on", "slurm", "--slurm", "time=5", "--tasks", "3", "--print");
        var commands = await RunAsync("submit", "run.features", "--tasks", "3", "--print");
        foreach (var command in commands.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var task = Process.Start(new ProcessStartInfo("bash", ["-c", command]) { WorkingDirectory = _folder.Path })!;
            await task.WaitForExitAsync();
            Assert.Equal(0, task.ExitCode);
        }

        var nothing = await RunAsync("submit", "run.features", "--print");
        var end = await RunAsync("extract", "images", "--out", "run.features", "--chunk", "9");
        _ = await RunAsync("extract", "images", "--out", "here.features", "--chunk", "9", "--no-cache");

        Assert.Equal(ExitCode.Done, begun.Code);
        Assert.Contains("--print' says what makes it", begun.Error, StringComparison.Ordinal);
        Assert.StartsWith("#!/bin/bash\n#SBATCH --job-name=giqa-extract --array=0-2 ", script.Out, StringComparison.Ordinal);
        Assert.Contains("\n#SBATCH --time=5\nexec ", script.Out, StringComparison.Ordinal);
        Assert.Equal(3, commands.Out.Count('\n'));
        Assert.Contains("nothing is missing", nothing.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Skipped, end.Code);
        Assert.Equal(Chunks("here"), Chunks("run"));
    }

    [Fact]
    public async Task WrongUse_IsTold()
    {
        var (images, run) = (_folder.File("images"), _folder.File("run.features"));
        Assert.Equal(ExitCode.Skipped, (await CliRun.Of("extract", images, "--out", run, "--no-cache")).Code);
        foreach (var (expected, arguments) in ((string, string[])[])
        [
            ("--workers, --on, --detach and --chunk need a folder", ["extract", images, "--out", _folder.File("x.safetensors"), "--workers", "2"]),
            ("exclude each other", ["extract", images, "--out", run, "--workers", "2", "--on", "slurm"]),
            ("--workers and --detach exclude each other", ["extract", images, "--out", run, "--workers", "2", "--detach"]),
            ("where to?", ["submit", run]),
            ("the folder of no run", ["submit", images, "--print"]),
            ("is what --on slurm goes by", ["extract", images, "--out", run, "--slurm", "time=1"]),
            ("must be slurm", ["extract", images, "--out", run, "--on", "abacus"]),
            ("tasks are numbered from 0 to 1", ["work", run, "extract", "--task", "2", "--tasks", "2"]),
            ("there is no stage", ["work", run, "fly"]),
            ("the folder of no run", ["work", images, "extract"]),
            ("cannot read round 7", ["work", run, "extract", "--round", "7"]),
        ])
        {
            var wrong = await CliRun.Of(arguments);
            Assert.Contains(wrong.Code, (int[])[ExitCode.Usage, ExitCode.Failed]);
            Assert.Contains(expected, wrong.Error, StringComparison.Ordinal);
        }
    }

    /// <summary>A folder with stand-ins for sbatch and squeue.</summary>
    [UnsupportedOSPlatform("windows")]
    private async Task<string> StandInAsync()
    {
        var slurm = Directory.CreateDirectory(_folder.File("slurm")).FullName;
        foreach (var name in (string[])["sbatch", "squeue"])
        {
            await File.WriteAllTextAsync(Path.Combine(slurm, name), await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Fixtures", "slurm", name)));
            File.SetUnixFileMode(Path.Combine(slurm, name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return slurm;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var clock = Stopwatch.StartNew(); !condition(); await Task.Delay(20))
        {
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), "it takes too long");
        }
    }

    private static int ChildOf(int process) =>
        Directory.GetDirectories($"/proc/{process}/task")
            .SelectMany(thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(child => int.Parse(child, CultureInfo.InvariantCulture))
            .First();

    private int Done(string name) => Directory.Exists(_folder.File($"{name}.features/chunks")) ? Directory.GetFiles(_folder.File($"{name}.features/chunks"), "0*").Length : 0;

    private string[] Chunks(string name) =>
        [.. Directory.GetFiles(_folder.File($"{name}.features/chunks"), "0*").Order(StringComparer.Ordinal).Select(path => $"{Path.GetFileName(path)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}")];

    private Task<CliRun> RunAsync(params IReadOnlyList<string> arguments) => GiqaProcess.RunAsync(_folder.Path, arguments);
}
