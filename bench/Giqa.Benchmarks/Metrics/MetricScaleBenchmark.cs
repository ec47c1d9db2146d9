using System.Globalization;
using Giqa.Benchmarks.Support;

namespace Giqa.Benchmarks.Metrics;

/// <summary>
/// How every metric grows with N, 768 dimensions: <c>metrics-scale [N ...] [--output FILE]</c>. Each N runs in a process of its
/// own, so that its peak memory is its own.
/// </summary>
internal static class MetricScaleBenchmark
{
    internal static async Task<int> RunAsync(string[] args)
    {
        var counts = args.TakeWhile(word => word != "--output").ToArray();
        counts = counts.Length > 0 ? counts : ["5000", "10000", "20000"];
        var lines = new List<string>
        {
            "# Metrics over N",
            string.Empty,
            $"{Machine.Describe()}. N generated against N real images, 768 dimensions, all cores. `bench/metrics.sh scale`",
            string.Empty,
            "Wall seconds (CPU seconds). Peak memory is that of the whole process, features included.",
            string.Empty,
            "| N | QS, DS (GMM of 7) | FID | KID | precision, recall, density, coverage | peak MiB |",
            "| ---: | ---: | ---: | ---: | ---: | ---: |",
        };
        foreach (var count in counts)
        {
            using var worker = Worker.StartOwn("metrics-scale-worker");
            var cells = new List<string>();
            var peak = 0.0;
            foreach (var metric in MetricScaleWorker.Metrics)
            {
                var measured = await worker.RunAsync($"{metric} {count}", 1);
                cells.Add(string.Create(CultureInfo.InvariantCulture, $"{measured.Wall:F1} ({measured.Cpu:F1})"));
                peak = Math.Max(peak, measured.PeakMiB);
                await Console.Error.WriteLineAsync($"{count} {metric}: {cells[^1]}");
            }

            lines.Add(string.Create(CultureInfo.InvariantCulture, $"| {count} | {string.Join(" | ", cells)} | {peak:F0} |"));
        }

        await TableFile.WriteAsync(lines, args);
        return 0;
    }
}
