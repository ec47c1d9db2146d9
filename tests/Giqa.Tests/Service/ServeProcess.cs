using System.Diagnostics;
using Giqa.Tests.Support;

namespace Giqa.Tests.Service;

/// <summary><c>giqa serve</c> as a process of its own, with a temporary folder of its own.</summary>
internal sealed class ServeProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private ServeProcess(Process process, Uri url)
    {
        (_process, Url) = (process, url);
        _errors = process.StandardError.ReadToEndAsync();
    }

    internal Uri Url { get; }

    internal bool HasEnded => _process.HasExited;

    /// <summary>Starts it in a folder, and waits until it listens.</summary>
    internal static async Task<ServeProcess> StartAsync(string folder, params string[] arguments)
    {
        var temporary = Directory.CreateDirectory(Path.Combine(folder, "tmp")).FullName;
        var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Giqa.Cli.dll"), "serve", "--port", "0", .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TMPDIR"] = temporary, ["XDG_CACHE_HOME"] = folder, ["XDG_DATA_HOME"] = folder, ["DOTNET_EnableDiagnostics"] = "0" },
        })!;
        var line = await process.StandardOutput.ReadLineAsync();
        return line is not null ? new ServeProcess(process, new Uri(line)) : throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
    }

    /// <summary>Sends SIGTERM.</summary>
    internal async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code, and what it wrote to stderr.</returns>
    internal async Task<(int Code, string Errors)> EndAsync()
    {
        using var limit = Eventually.Patience();
        await _process.WaitForExitAsync(limit.Token);
        return (_process.ExitCode, await _errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
