using System.Globalization;
using Giqa.Benchmarks.Support;

namespace Giqa.Benchmarks.Metrics;

/// <summary>
/// How every metric grows with N, 768 dimensions: <c>metrics-scale [N ...] [--output FILE]</c>. Each runs in a process of its
/// own, so that its peak memory is its own.
/// </summary>
internal static class MetricScaleBenchmark
{
    internal static async Task<int> RunAsync(string[] args)
    {
        var counts = args.TakeWhile(word => word != "--output").ToArray();
        counts = counts.Length > 0 ? counts : ["5000", "10000", "20000", "100000"];
        var lines = new List<string>
        {
            "# Metrics over N",
            string.Empty,
            $"{Machine.Describe()}. N generated against N real images, 768 dimensions, all cores. `bench/metrics.sh scale`",
            string.Empty,
            "Wall seconds (CPU seconds), peak MiB of a process that computed this figure alone, both feature sets included (IS: N x 1008 logits).",
            string.Empty,
            "| N | QS, DS (GMM of 7) | FID | KID | IS | precision, recall, density, coverage |",
            "| ---: | ---: | ---: | ---: | ---: | ---: |",
        };
        foreach (var count in counts)
        {
            var cells = new List<string>();
            foreach (var metric in MetricScaleWorker.Metrics)
            {
                using var worker = Worker.StartOwn("metrics-scale-worker");
                var measured = await worker.RunAsync($"{metric} {count}", 1);
                cells.Add(string.Create(CultureInfo.InvariantCulture, $"{measured.Wall:F1} ({measured.Cpu:F1}), {measured.PeakMiB:F0}"));
                await Console.Error.WriteLineAsync($"{count} {metric}: {cells[^1]}");
            }

            lines.Add(string.Create(CultureInfo.InvariantCulture, $"| {count} | {string.Join(" | ", cells)} |"));
        }

        await TableFile.WriteAsync(lines, args);
        return 0;
    }
}
