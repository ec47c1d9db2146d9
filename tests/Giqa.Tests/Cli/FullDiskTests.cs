using System.Diagnostics;
using System.Security.Cryptography;
using Giqa.Cli;
using Giqa.Tests.Support;

namespace Giqa.Tests.Cli;

/// <summary>A disk that fills: the run says so, leaves nothing that is half written, and goes on when there is room.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const string Sentence = "there is no room left on its disk; ";
    private readonly TemporaryFolder _folder = new();

    public FullDiskTests() => ImageVerbFixture.WriteFeatures(_folder.File("real.safetensors"), 1500, 32);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ExtractAndScore_DiskFills_SayItAndGoOnWhenThereIsRoom()
    {
        if (!OperatingSystem.IsLinux() || !await CanMountAsync())
        {
            return;
        }

        // A chunk of 100 rows takes 18 KiB: some fit, and not all. A disk of 8 KiB holds the plan and the first round, and no log.
        _ = await GiqaProcess.RunAsync(_folder.Path, "extract", "real.safetensors", "--out", "here.features", "--chunk", "100");
        _ = await GiqaProcess.RunAsync(_folder.Path, "fit", "real.safetensors", "--method", "knn", "--out", "m.giqa");
        _ = await GiqaProcess.RunAsync(_folder.Path, "score", "real.safetensors", "--model", "m.giqa", "--out", "here.csv");
        foreach (var (size, command) in ((string, string)[])
        [
            ("150k", "extract real.safetensors --out disk/x.features --chunk 100"),
            ("150k", "extract real.safetensors --out disk/x.features --chunk 100 --workers 2"),
            ("8k", "extract real.safetensors --out disk/x.features --chunk 100 --workers 2"),

            // All parts fit, and what they are joined to does not.
            ("220k", "score real.safetensors --model m.giqa --out disk/s.csv --chunk 100 --workers 2"),
        ])
        {
            var (full, roomy, left) = await RunAsync(size, command);

            Assert.True(full.Code == ExitCode.Failed, $"{size} {command}: {full.Error}");
            Assert.Contains("there is no room left on its disk", full.Error, StringComparison.Ordinal);
            Assert.Single(full.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => !line.StartsWith("giqa: warning: ", StringComparison.Ordinal));
            Assert.DoesNotContain(left.Split('\n'), name => name.EndsWith(".tmp", StringComparison.Ordinal) || name.EndsWith("s.csv", StringComparison.Ordinal));
            Assert.True(roomy.Code == ExitCode.Done, $"{size} {command}: {roomy.Error}");
            if (command[0] == 'e')
            {
                Assert.Contains(Sentence, full.Error, StringComparison.Ordinal);
                Assert.EndsWith(" of 15 chunks are done and kept: make room, and the same command goes on from there", full.Error.TrimEnd(), StringComparison.Ordinal);
                Assert.Equal(Hashes(_folder.File("here.features/chunks")), Hashes(_folder.File("out/x.features/chunks")));
            }
            else
            {
                Assert.Equal(await File.ReadAllTextAsync(_folder.File("here.csv")), await File.ReadAllTextAsync(_folder.File("out/s.csv")));
            }

            Directory.Delete(_folder.File("out"), recursive: true);
        }
    }

    [Fact]
    public async Task Score_ATaskMeetsAFullDisk_NamesItAndKeepsTheRest()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // What goes to the device in the place of a part meets what a full disk answers.
        _ = await GiqaProcess.RunAsync(_folder.Path, "fit", "real.safetensors", "--method", "knn", "--out", "m.giqa");
        string[] command = ["score", "real.safetensors", "--model", "m.giqa", "--out", "s.csv", "--chunk", "100", "--workers", "2"];
        _ = await GiqaProcess.RunAsync(_folder.Path, [.. command[..^2], "--detach"]);
        _ = Directory.CreateDirectory(_folder.File("s.csv.run/parts"));
        _ = File.CreateSymbolicLink(_folder.File("s.csv.run/parts/00000003.jsonl"), "/dev/full");
        var full = await GiqaProcess.RunAsync(_folder.Path, command);
        File.Delete(_folder.File("s.csv.run/parts/00000003.jsonl"));
        var roomy = await GiqaProcess.RunAsync(_folder.Path, command);

        Assert.Equal(ExitCode.Failed, full.Code);
        Assert.Contains($"parts/00000003.jsonl: {Sentence}14 of 15 chunks are done and kept", full.Error, StringComparison.Ordinal);
        Assert.True(roomy.Code == ExitCode.Done, roomy.Error);
    }

    /// <summary>Runs a command in a mount of its own, where <c>disk</c> has that size, and again when it has grown; what is there then is copied to <c>out</c>.</summary>
    private async Task<(CliRun Full, CliRun Roomy, string Left)> RunAsync(string size, string command)
    {
        var giqa = $"dotnet '{Path.Combine(AppContext.BaseDirectory, "Giqa.Cli.dll")}' {command} --quiet";
        var run = await UnshareAsync($"""
            mkdir -p disk && mount -t tmpfs -o size={size} none disk || exit 99
            {giqa} 2>full.err; echo $? >full.code
            find disk >left
            mount -o remount,size=20m disk
            {giqa} 2>roomy.err >/dev/null; echo $? >roomy.code
            cp -r disk out
            """);
        Assert.True(run == 0, $"{run}");
        return (await ResultAsync("full"), await ResultAsync("roomy"), await File.ReadAllTextAsync(_folder.File("left")));
    }

    private async Task<CliRun> ResultAsync(string name) =>
        new(int.Parse(await File.ReadAllTextAsync(_folder.File($"{name}.code")), System.Globalization.CultureInfo.InvariantCulture), string.Empty, await File.ReadAllTextAsync(_folder.File($"{name}.err")));

    private async Task<bool> CanMountAsync()
    {
        var can = await UnshareAsync("mkdir disk && mount -t tmpfs -o size=4k none disk") == 0;
        if (!can)
        {
            await Console.Error.WriteLineAsync("no mounts are allowed here: of full disks less is shown");
        }

        return can;
    }

    private async Task<int> UnshareAsync(string script)
    {
        string[] asRoot = Environment.IsPrivilegedProcess ? [] : ["--map-root-user"];
        var start = new ProcessStartInfo("unshare", [.. asRoot, "--mount", "bash", "-c", script]) { WorkingDirectory = _folder.Path, RedirectStandardError = true };
        (start.Environment["XDG_CACHE_HOME"], start.Environment["XDG_DATA_HOME"]) = (_folder.File("xdg-cache"), _folder.File("xdg-data"));
        using var process = Process.Start(start)!;
        _ = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static string[] Hashes(string folder) =>
        [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(path => $"{Path.GetFileName(path)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}")];
}
