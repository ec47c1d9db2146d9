using System.Globalization;
using Giqa.Benchmarks.Support;

namespace Giqa.Benchmarks.Metrics;

/// <summary>The metrics against the Python tools' definitions, alternating in one run. <c>--only TASK</c> (its first word) runs one, <c>--output FILE</c> writes the table as well.</summary>
internal static class MetricBenchmark
{
    private const int Rounds = 3;

    private static readonly (string Task, string Name, string Peer)[] Tasks =
    [
        ("moments", "FID: mean and covariance, 2 sets of 5,000 x 2048", "NumPy"),
        ("frechet", "FID: distance of two statistics, 2048", "pytorch-fid (SciPy sqrtm)"),
        ("few 1000", "FID whole, 2 sets of 1,000 x 2048", "pytorch-fid (SciPy sqrtm)"),
        ("kid", "KID, 100 subsets of 1,000 x 2048", "torch-fidelity (NumPy)"),
        ("prdc 5000", "precision, recall, density, coverage, k = 5, 2 sets of 5,000 x 2048", "prdc"),
        ("is", "Inception Score, 20,000 x 1008", "torch-fidelity (PyTorch)"),
    ];

    internal static async Task<int> RunAsync(string[] args)
    {
        var only = Array.IndexOf(args, "--only") is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
        var rows = new ResultRows(args);
        if (!Tasks.Any(task => rows.Wants("metrics", task.Name, task.Peer)))
        {
            return 0;
        }

        var folder = Directory.CreateTempSubdirectory("giqa-bench-");
        try
        {
            using (var maker = Worker.StartPython("metrics.py", folder.FullName))
            {
                _ = await maker.RunAsync("make 5000", 1);
            }

            var lines = new List<string>
            {
                "# Metrics against the Python tools' definitions",
                string.Empty,
                $"{Machine.Describe()}. All cores. `bench/metrics.sh`",
                string.Empty,
                $"Median of {Rounds} alternating rounds; a ratio above 1 means that Giqa is faster. CPU seconds count all threads, and are the fairer figure on a busy machine.",
                "Memory is the peak of a process that did only this task, features included, and in brackets that less what an idle one holds. The peers' formulas are re-stated in `bench/peers/metrics.py`, on Debian's NumPy, SciPy, scikit-learn and PyTorch.",
                string.Empty,
                "| task | peer | peer s (CPU) | Giqa s (CPU) | CPU ratio | wall ratio | peer MiB | Giqa MiB | result: peer / Giqa |",
                "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
            };
            foreach (var (task, name, peer) in Tasks.Where(task => only is null || task.Task.Split(' ')[0] == only))
            {
                if (await rows.TryAsync("metrics", name, peer, () => CompareAsync(folder.FullName, task, name, peer, rows.IsQuick ? 1 : Rounds)) is { } line)
                {
                    lines.Add(line);
                }
            }

            await TableFile.WriteAsync(lines, args);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(string Line, ResultRow Row)> CompareAsync(string folder, string task, string name, string peerName, int rounds)
    {
        using var peer = Worker.StartPython("metrics.py", folder);
        using var own = Worker.StartOwn("metrics-worker", folder);
        var (peerRounds, ownRounds) = (new List<Measurement>(), new List<Measurement>());
        for (var round = 0; round < rounds; round++)
        {
            peerRounds.Add(await peer.RunAsync(task, 1));
            ownRounds.Add(await own.RunAsync(task, 1));
        }

        var (a, b) = (Measurement.Median(peerRounds), Measurement.Median(ownRounds));
        var result = a.Check == b.Check ? a.Check : $"{a.Check} / {b.Check}";
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {peerName} | {a.CpuPerItem:F2} | {b.CpuPerItem:F2} | {a.CpuPerItem / b.CpuPerItem:F1} | {a.WallPerItem / b.WallPerItem:F1} | {a.PeakMiB:F0} ({a.TaskMiB:F0}) | {b.PeakMiB:F0} ({b.TaskMiB:F0}) | {result} |");
        return (line, ResultRow.Of("metrics", name, peerName, a, b, result));
    }
}
