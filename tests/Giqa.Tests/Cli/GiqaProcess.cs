using System.Diagnostics;

namespace Giqa.Tests.Cli;

/// <summary>The built command line as a process of its own, with the user's folders put below a scratch folder.</summary>
internal sealed class GiqaProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private GiqaProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts it in a folder.</summary>
    public static GiqaProcess Start(string folder, params IReadOnlyList<string> arguments) => Start(folder, home: null, arguments);

    /// <summary>Starts it in a folder with <c>GIQA_HOME</c> set.</summary>
    public static GiqaProcess Start(string folder, string? home, IReadOnlyList<string> arguments) => Start(folder, ("GIQA_HOME", home), arguments);

    /// <summary>Starts it in a folder with a variable of the environment set.</summary>
    public static GiqaProcess Start(string folder, (string Name, string? Value) variable, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Giqa.Cli.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["XDG_CACHE_HOME"] = Path.Combine(folder, "xdg-cache"),
                ["XDG_CONFIG_HOME"] = Path.Combine(folder, "xdg-config"),
                ["XDG_DATA_HOME"] = Path.Combine(folder, "xdg-data"),
                ["GIQA_HOME"] = null,
                [variable.Name] = variable.Value,
            },
        };
        return new GiqaProcess(Process.Start(start)!);
    }

    /// <summary>Starts it and waits for its end.</summary>
    public static async Task<CliRun> RunAsync(string folder, params IReadOnlyList<string> arguments)
    {
        using var process = Start(folder, arguments);
        return await process.EndAsync();
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Waits for its end.</summary>
    public async Task<CliRun> EndAsync()
    {
        await _process.WaitForExitAsync();
        return new CliRun(_process.ExitCode, await _output, await _error);
    }

    /// <summary>Sends a signal by name, such as <c>INT</c>.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Its number.</summary>
    public int Id => _process.Id;

    /// <summary>Ends it at once, as nothing can prevent.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
