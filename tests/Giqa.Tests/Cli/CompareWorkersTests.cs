using System.Diagnostics;
using System.Globalization;
using Giqa.Cli;
using Giqa.Tests.Support;

namespace Giqa.Tests.Cli;

/// <summary><c>giqa compare --workers</c>: the bytes of one process, whatever happens to the others.</summary>
public sealed class CompareWorkersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Fid_OfFeatures_IsTheSameForAnyNumberOfWorkers()
    {
        ImageVerbFixture.WriteFeatures(_folder.File("real.safetensors"), 700, 24, 0);
        ImageVerbFixture.WriteFeatures(_folder.File("near.safetensors"), 650, 24, .1f);
        string[] command = ["compare", "near.safetensors", "--real", "real.safetensors", "--metrics", "fid", "--json"];
        var one = await RunAsync(command);
        Assert.True(one.Code == ExitCode.Done, one.Error);
        Assert.Contains("fid_infinity", one.Out, StringComparison.Ordinal);
        foreach (var workers in (string[])["1", "3"])
        {
            var run = await RunAsync([.. command, "--cut-from", "0", "--workers", workers, "--run", "state"]);
            Assert.True(run.Code == ExitCode.Done, run.Error);
            Assert.Equal(one.Out, run.Out);
            Assert.False(Directory.Exists(_folder.File("state")));
        }

        // The same mean and covariance as a file, from images outnumbered by features and from a range.
        Assert.Equal(ExitCode.Done, (await RunAsync("compare", "near.safetensors:5..405", "--real", "real.safetensors", "--metrics", "fid", "--out", "a.npz")).Code);
        Assert.Equal(ExitCode.Done, (await RunAsync("compare", "near.safetensors:5..405", "--real", "real.safetensors", "--metrics", "fid", "--out", "b.npz", "--cut-from", "0", "--workers", "2")).Code);
        Assert.Equal(await File.ReadAllBytesAsync(_folder.File("a.npz")), await File.ReadAllBytesAsync(_folder.File("b.npz")));
    }

    [Fact]
    public async Task Fid_OfImages_IsTheSameAndSkipsTheSame()
    {
        ImageVerbFixture.WriteImages(_folder.File("real"), 40);
        ImageVerbFixture.WriteImages(_folder.File("generated"), 30);
        await File.WriteAllTextAsync(_folder.File("generated/0013.png"), "no image");
        string[] command = ["compare", "generated", "--real", "real", "--metrics", "fid", "--json", "--no-cache"];
        var one = await RunAsync(command);
        var run = await RunAsync([.. command, "--cut-from", "0", "--workers", "2", "--run", "state"]);
        Assert.True(run.Code == ExitCode.Skipped, run.Error);
        Assert.Equal(one.Out, run.Out);
        Assert.Equal(one.Error, run.Error);
    }

    [Fact]
    public async Task Compare_WorkerAndDriverKilledAndPieceDamaged_TheSameCommandGivesTheSame()
    {
        ImageVerbFixture.WriteFeatures(_folder.File("real.safetensors"), 3000, 64, 0);
        ImageVerbFixture.WriteFeatures(_folder.File("near.safetensors"), 3000, 64, .1f);
        string[] command = ["compare", "near.safetensors", "--real", "real.safetensors", "--metrics", "fid", "--json"];
        string[] shared = [.. command, "--cut-from", "0", "--workers", "2", "--run", "state"];
        using (var driver = GiqaProcess.Start(_folder.Path, shared))
        {
            await Eventually.HoldsAsync(() => Task.FromResult(Pieces().Length > 0 || driver.HasEnded), "the first piece");
            KillOneWorkerOf(driver.Id);

            await Eventually.HoldsAsync(() => Task.FromResult(Pieces().Length >= 40 || driver.HasEnded), "forty pieces");
            driver.Kill();
            _ = await driver.EndAsync();
        }

        Assert.Contains("pieces", string.Concat(Pieces()), StringComparison.Ordinal);
        var status = await RunAsync("status", "state");
        Assert.True(status.Code == ExitCode.Done && status.Out.Contains("chunks done", StringComparison.Ordinal), status.Error);
        using (var file = new FileStream(Pieces()[0], FileMode.Open))
        {
            file.Position = 64;
            file.WriteByte(77);
        }

        var again = await RunAsync(shared);
        Assert.True(again.Code == ExitCode.Done, again.Error);
        Assert.Contains("is damaged, and is made again", again.Error, StringComparison.Ordinal);
        Assert.Equal((await RunAsync(command)).Out, again.Out);
    }

    [Fact]
    public async Task WrongUse_IsTold()
    {
        ImageVerbFixture.WriteFeatures(_folder.File("real.safetensors"), 100, 8, 0);
        _ = Directory.CreateDirectory(_folder.File("mine"));
        await File.WriteAllTextAsync(_folder.File("mine/notes.txt"), "mine");
        foreach (var (expected, arguments) in ((string, string[])[])
        [
            ("name it with --run DIR", ["--cut-from", "0", "--workers", "2"]),
            ("give one of them with it", ["--run", "state"]),
            ("nothing of them is replaced", ["--cut-from", "0", "--workers", "2", "--run", "mine"]),
            ("--workers, --run cannot be given with it", ["--cut-from", "0", "--workers", "2", "--run", "state", "--all-conventions"]),
        ])
        {
            var wrong = await RunAsync(["compare", "real.safetensors", "--real", "real.safetensors", "--metrics", "fid", .. arguments]);
            Assert.Contains(wrong.Code, (int[])[ExitCode.Usage, ExitCode.Failed]);
            Assert.Contains(expected, wrong.Error, StringComparison.Ordinal);
        }

        Assert.Equal("notes.txt", Path.GetFileName(Assert.Single(Directory.GetFileSystemEntries(_folder.File("mine")))));
    }

    /// <summary>Kills a worker, unless it has just ended by itself.</summary>
    private static void KillOneWorkerOf(int driver)
    {
        var children = OperatingSystem.IsLinux()
            ? Directory.GetDirectories($"/proc/{driver}/task").SelectMany(thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            : [];
        try
        {
            foreach (var child in children.Take(1))
            {
                using var worker = Process.GetProcessById(int.Parse(child, CultureInfo.InvariantCulture));
                worker.Kill();
            }
        }
        catch (ArgumentException)
        {
        }
    }

    private string[] Pieces() => Directory.Exists(_folder.File("state/steps")) ? Directory.GetFiles(_folder.File("state/steps"), "0*.bin", SearchOption.AllDirectories) : [];

    private Task<CliRun> RunAsync(params IReadOnlyList<string> arguments) => GiqaProcess.RunAsync(_folder.Path, arguments);
}
