using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Giqa.Tests.Support;

namespace Giqa.Tests.Cli;

/// <summary>A Slurm of real daemons, started for the tests by <c>eng/slurm-cluster.sh</c>: three nodes, or one where the machine allows no more.</summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class SlurmCluster : IAsyncLifetime, IDisposable
{
    private const int Stop = 19;
    private const int Continue = 18;

    private readonly TemporaryFolder _folder = new();

    /// <summary>Its nodes' names.</summary>
    internal string[] Nodes { get; private set; } = [];

    /// <summary>Whether the nodes are hosts that can be lost.</summary>
    internal bool HasHosts => Nodes.Length > 1;

    /// <summary>What a run needs to submit to it.</summary>
    internal (string Name, string Value) Path => ("PATH", $"{_folder.File("slurm/bin")}:{Environment.GetEnvironmentVariable("PATH")}");

    public async Task InitializeAsync()
    {
        if (OperatingSystem.IsLinux())
        {
            Nodes = (await ScriptAsync("up", Environment.ProcessId.ToString(CultureInfo.InvariantCulture))).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        }
    }

    public async Task DisposeAsync() => _ = OperatingSystem.IsLinux() ? await ScriptAsync("down") : string.Empty;

    public void Dispose() => _folder.Dispose();

    /// <summary>Kills all of a node's processes and pulls its cable.</summary>
    internal Task LoseAsync(string node) => ScriptAsync("lose", node);

    /// <summary>Kills the controller.</summary>
    internal Task CrashControllerAsync() => ScriptAsync("crash");

    /// <summary>Starts it again.</summary>
    internal Task StartControllerAsync() => ScriptAsync("start");

    /// <summary>How often Slurm was asked what is left of an array.</summary>
    internal int Looks => File.ReadLines(_folder.File("slurm/log/commands")).Count(line => line.StartsWith("squeue --noheader --jobs=", StringComparison.Ordinal));

    /// <summary>Runs one of Slurm's commands.</summary>
    internal Task<string> RunAsync(string command, params string[] arguments) => EndAsync(_folder.File($"slurm/bin/{command}"), arguments);

    /// <summary>The tasks of a run that are running, by process id, with the node that each is on.</summary>
    internal static IReadOnlyList<(int Id, string Node)> TasksOf(string run)
    {
        var tasks = new List<(int, string)>();
        foreach (var process in Directory.GetDirectories("/proc").Where(path => char.IsAsciiDigit(System.IO.Path.GetFileName(path)[0])))
        {
            try
            {
                var words = File.ReadAllText(System.IO.Path.Combine(process, "cmdline")).Split('\0');
                var node = File.ReadAllText(System.IO.Path.Combine(process, "environ")).Split('\0').FirstOrDefault(variable => variable.StartsWith("SLURMD_NODENAME=", StringComparison.Ordinal));
                if (words.Contains("work") && words.Contains(run) && node is not null)
                {
                    tasks.Add((int.Parse(System.IO.Path.GetFileName(process), CultureInfo.InvariantCulture), node["SLURMD_NODENAME=".Length..]));
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended, or is another user's.
            }
        }

        return tasks;
    }

    /// <summary>Holds the tasks of a run where they are until <see cref="GoOn"/>; by a call, since a program would be too late on a busy machine.</summary>
    internal static void Hold(string run) => Signal(run, Stop);

    internal static void GoOn(string run) => Signal(run, Continue);

    private static void Signal(string run, int signal)
    {
        foreach (var (id, _) in TasksOf(run))
        {
            _ = Kill(id, signal);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    private Task<string> ScriptAsync(string verb, params string[] arguments) => EndAsync(Repository.PathOf("eng", "slurm-cluster.sh"), [verb, _folder.File("slurm"), .. arguments]);

    private static async Task<string> EndAsync(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);

        // Where there are no three hosts, that is told: the tests then show less.
        await Console.Error.WriteAsync(await error);
        return output;
    }
}
