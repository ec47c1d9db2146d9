using System.Diagnostics;
using System.Text.Json;

namespace Giqa.Benchmarks.Support;

/// <summary>The worker's side of <see cref="Worker"/>.</summary>
internal static class WorkerLoop
{
    /// <summary>Answers tasks until the input ends.</summary>
    /// <param name="prepare">Turns a task's name into what does one item of it and returns a digest of its result.</param>
    internal static async Task RunAsync(Func<string, Func<int, string>> prepare)
    {
        var idle = PeakMiB();
        var prepared = new Dictionary<string, Func<int, string>>(StringComparer.Ordinal);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var items = int.Parse(line[..space], System.Globalization.CultureInfo.InvariantCulture);
            var task = line[(space + 1)..];
            if (!prepared.TryGetValue(task, out var run))
            {
                prepared[task] = run = prepare(task);
            }

            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(Measure(items, run, idle), JsonSerializerOptions.Web));
        }
    }

    private static Measurement Measure(int items, Func<int, string> run, double idle)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        var check = run(items);
        watch.Stop();
        var used = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
        return new Measurement(items, watch.Elapsed.TotalSeconds, used, PeakMiB(), idle, check);
    }

    private static double PeakMiB()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1048576.0;
    }
}
