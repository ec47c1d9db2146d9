using System.Globalization;
using Giqa.Benchmarks.Support;

namespace Giqa.Benchmarks.All;

/// <summary>Whole comparisons of large sets against absolute goals, by the clock: <c>sets</c>. --quick takes a tenth of the rows.</summary>
internal static class SetsBenchmark
{
    internal const string Scores = "QS and DS, 100,000 x 768 against as many, by the clock";
    internal const string Whole = "every metric and test of 2 sets of 10,000 x 768 against 10,000, by the clock";

    private const string Bench = "sets";
    private const string Goal = "goal";

    internal static async Task<int> RunAsync(string[] args)
    {
        var kept = new ResultRows(args);
        List<string> lines =
        [
            "# Whole comparisons against their goals",
            string.Empty,
            $"{Machine.Describe()}. All cores. Rows as those of `bench/metrics.sh scale`.",
            string.Empty,
            "| task | goal s | Giqa s | CPU s | peak MiB |",
            "| --- | ---: | ---: | ---: | ---: |",
        ];
        foreach (var (title, task, rows, seconds) in new[] { (Whole, "compare", 10_000, 20.0), (Scores, "models", 100_000, 60.0) })
        {
            if (await kept.TryAsync(Bench, title, Goal, () => MeasureAsync(title, $"{task} {(kept.IsQuick ? rows / 10 : rows)}", seconds, kept.IsQuick)) is { } line)
            {
                lines.Add(line);
            }
        }

        await TableFile.WriteAsync(lines, args);
        return 0;
    }

    private static async Task<(string Line, ResultRow Row)> MeasureAsync(string title, string task, double goal, bool isQuick)
    {
        using var worker = Worker.StartOwn("metrics-scale-worker");
        var found = await worker.RunAsync(task, 1);
        var note = string.Create(CultureInfo.InvariantCulture, $"{found.Cpu:F0} s of processor time{(isQuick ? "; A TENTH of the rows" : string.Empty)}");
        return (
            string.Create(CultureInfo.InvariantCulture, $"| {title} | {goal:F0} | {found.Wall:F1} | {found.Cpu:F1} | {found.PeakMiB:F0} |"),
            new ResultRow(Bench, title, Goal, goal, found.Wall, note, 0, found.PeakMiB));
    }
}
