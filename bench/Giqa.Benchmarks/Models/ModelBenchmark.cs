using System.Diagnostics;
using System.Globalization;
using Giqa.Benchmarks.Support;

namespace Giqa.Benchmarks.Models;

/// <summary>
/// PCA, mixtures and k-means against scikit-learn on the same rows and from the same labels, alternating in one run.
/// Pass --data FOLDER to keep and reuse the rows, --only TEXT to run some tasks, --output FILE to write the table as well.
/// </summary>
internal static class ModelBenchmark
{
    internal static async Task<int> RunAsync(string[] args)
    {
        var kept = new ResultRows(args);
        if (!ModelTasks.All.Any(task => kept.Wants("models", task.Title, "scikit-learn")))
        {
            return 0;
        }

        var folder = Option(args, "--data") ?? Directory.CreateTempSubdirectory("giqa-bench-").FullName;
        if (!File.Exists(Path.Combine(folder, "labels70.npy")))
        {
            using var maker = Process.Start("/usr/bin/python3", [Repository.Find("bench", "peers", "model_data.py"), folder]);
            await maker.WaitForExitAsync();
        }

        var only = Option(args, "--only") ?? string.Empty;
        var lines = new List<string>
        {
            "# PCA, Gaussian mixtures and k-means against scikit-learn",
            string.Empty,
            $"{Machine.Describe()}. `bench/models.sh`; the rows are made by `bench/peers/model_data.py`.",
            string.Empty,
            "Best round of each side, rounds alternating; a ratio above 1 means that Giqa is faster. Both may use all cores. CPU seconds are those of all",
            "threads; on a busy machine (load: its average over a minute after the task) wall seconds grow, and CPU seconds too where threads of the",
            "BLAS wait for each other actively, which hits scikit-learn alone. Memory is the peak of a process that did only this task, rows",
            "included. Agreement is the relative difference of the mean log likelihood (mixtures), the noise variance (PCA) or the inertia (k-means).",
            "Mixtures gain most where rows belong clearly to one component, least on the rows without clusters. Where responsibilities settle, as",
            "they do after one iteration in 2048 dimensions, later M-steps cost nothing, since they follow what has changed; scikit-learn repeats them.",
            string.Empty,
            "| task | scikit-learn CPU s (wall) | Giqa CPU s (wall) | CPU ratio | wall ratio | scikit-learn MiB | Giqa MiB | agreement | load |",
            "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        };
        foreach (var (task, iterations, rounds, title) in ModelTasks.All)
        {
            if (task.Contains(only, StringComparison.Ordinal)
                && await kept.TryAsync("models", title, "scikit-learn", () => CompareAsync(folder, task, iterations, kept.IsQuick ? 1 : rounds, title)) is { } line)
            {
                lines.Add(line);
            }
        }

        await TableFile.WriteAsync(lines, args);
        return 0;
    }

    private static async Task<(string Line, ResultRow Row)> CompareAsync(string folder, string task, int iterations, int rounds, string title)
    {
        var (theirs, ours) = (new List<Measurement>(), new List<Measurement>());
        for (var round = 0; round < rounds; round++)
        {
            // One after the other, each alone: an idle worker would keep its rows in memory.
            using (var own = Worker.StartOwn("models-worker", folder, "0"))
            {
                ours.Add(await own.RunAsync(task, iterations));
            }

            using var peer = Worker.StartPython("models.py", folder);
            theirs.Add(await peer.RunAsync(task, iterations));
        }

        var (a, b) = (Best(theirs), Best(ours));
        var difference = Difference(a.Check, b.Check);
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"| {title} | {a.Cpu:F2} ({a.Wall:F2}) | {b.Cpu:F2} ({b.Wall:F2}) | **{a.Cpu / b.Cpu:F1}** | {a.Wall / b.Wall:F1} | {a.PeakMiB:F0} | {b.PeakMiB:F0} | {difference} | {Load()} |");
        return (line, new ResultRow("models", title, "scikit-learn", a.Cpu, b.Cpu, difference, a.PeakMiB, b.PeakMiB));
    }

    private static Measurement Best(List<Measurement> rounds) =>
        rounds.MinBy(round => round.Cpu)! with { Wall = rounds.Min(round => round.Wall), PeakMiB = rounds.Max(round => round.PeakMiB) };

    private static string Difference(string theirs, string ours)
    {
        var (a, b) = (theirs.Split(' '), ours.Split(' '));
        if (a.Length != b.Length || (a.Length == 2 && a[0] != b[0]))
        {
            return $"{theirs} / {ours}";
        }

        var (x, y) = (Number(a[^1]), Number(b[^1]));
        return Math.Abs((x - y) / x).ToString("0.0e+0", CultureInfo.InvariantCulture) + (a.Length == 2 ? $", k = {b[0]}" : string.Empty);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Load() =>
        File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private static string? Option(string[] args, string name)
    {
        var index = Array.IndexOf(args, name);
        return index >= 0 ? args[index + 1] : null;
    }
}
