using System.Diagnostics;
using System.Text.Json;

namespace Giqa.Benchmarks.Support;

/// <summary>
/// A process that is told one task per line and answers each with a <see cref="Measurement"/> as one line of JSON.
/// Ours and the peer's speak the same protocol, so that the parent can alternate them within one run.
/// </summary>
internal sealed class Worker : IDisposable
{
    private readonly Process _process;

    private Worker(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start");
    }

    /// <summary>Starts this program again with another subcommand.</summary>
    internal static Worker StartOwn(string subcommand, params IEnumerable<string> arguments) =>
        new(new ProcessStartInfo(Environment.ProcessPath!, [.. OwnAssembly(), subcommand, .. arguments]));

    /// <summary>Starts a Python script beside the benchmarks with Debian's Python.</summary>
    internal static Worker StartPython(string script, params IEnumerable<string> arguments) =>
        new(new ProcessStartInfo("/usr/bin/python3", [Repository.Find("bench", "peers", script), .. arguments]));

    internal async Task<Measurement> RunAsync(string task, int items)
    {
        await _process.StandardInput.WriteLineAsync($"{items} {task}");
        await _process.StandardInput.FlushAsync();
        var answer = await _process.StandardOutput.ReadLineAsync()
            ?? throw new GiqaException($"the worker ended during \"{task}\": see its message above");
        return JsonSerializer.Deserialize<Measurement>(answer, JsonSerializerOptions.Web)!;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    // Under "dotnet Giqa.Benchmarks.dll" the process is dotnet itself and wants the assembly first.
    private static string[] OwnAssembly() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet" ? [typeof(Worker).Assembly.Location] : [];
}
