using System.Diagnostics;
using System.Globalization;

namespace Giqa.Cli.Runs;

/// <summary>A task as a process of this machine. It ends by itself when the process that started it does.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;

    private WorkerProcess(Process process, string log)
    {
        _process = process;
        Ended = LogAsync(log);
    }

    /// <summary>Ends when the process has.</summary>
    public Task Ended { get; }

    /// <summary>The last error that it told; null for none.</summary>
    public string? Error { get; private set; }

    /// <summary>0 when it made all that it was to make.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>This program, as it can be started again.</summary>
    public static string[] Program => Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet"
        ? [Environment.ProcessPath!, Path.GetFullPath(Environment.GetCommandLineArgs()[0])]
        : [Environment.ProcessPath!];

    /// <summary>Starts <c>giqa work</c>.</summary>
    /// <param name="run">What is worked on.</param>
    /// <param name="round">The number of the round.</param>
    /// <param name="task">The number of the task.</param>
    /// <param name="options">Further options.</param>
    public static WorkerProcess Start(IRun run, int round, int task, IReadOnlyList<string> options)
    {
        var (program, prefix) = (Program[0], Program[1..]);
        string[] own = ["work", run.Folder, run.Name, "--round", round.ToString(CultureInfo.InvariantCulture), "--task", task.ToString(CultureInfo.InvariantCulture), "--attached", "--quiet"];
        var process = Process.Start(new ProcessStartInfo(program, [.. prefix, .. own, .. options])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        return new WorkerProcess(process, RunLogs.PathOf(run.Folder, round, task));
    }

    /// <summary>Asks it to stop, and ends it when it does not.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(patience).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _process.Kill();
        }
    }

    public void Dispose() => _process.Dispose();

    private async Task LogAsync(string path)
    {
        var output = _process.StandardOutput.ReadToEndAsync();
        while (await _process.StandardError.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            Error = RunLogs.ErrorOf(line) ?? Error;
            RunLogs.Append(path, line);
        }

        _ = await output.ConfigureAwait(false);
        await _process.WaitForExitAsync().ConfigureAwait(false);
    }
}
