using System.Globalization;
using Giqa.Benchmarks.Support;

namespace Giqa.Benchmarks.Images;

/// <summary>Decoding and resizing against Pillow, alternating in one run. Pass --output FILE to write the table as well.</summary>
internal static class ImageBenchmark
{
    private const int Rounds = 5;

    internal static async Task<int> RunAsync(string[] args)
    {
        var rows = new ResultRows(args);
        if (!ImageTasks.All.Any(task => rows.Wants("images", task.Task, "Pillow")))
        {
            return 0;
        }

        var folder = Directory.CreateTempSubdirectory("giqa-bench-");
        try
        {
            using (var painter = Worker.StartPython("pictures.py", folder.FullName))
            {
                await painter.RunAsync("paint", 8);
            }

            var lines = new List<string>
            {
                "# Decode and resize against Pillow",
                string.Empty,
                $"{Machine.Describe()}. One thread each. `bench/images.sh`",
                string.Empty,
                $"Median of {Rounds} alternating rounds; a ratio above 1 means that Giqa is faster. Memory is the peak of a process that did only this task.",
                "The float rows compare with Pillow's mode F per channel, stacked and clipped, as clean-fid does it.",
                string.Empty,
                "| task | Pillow ms (CPU) | Giqa ms (CPU) | CPU ratio | wall ratio | Pillow MiB | Giqa MiB | same result |",
                "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
            };
            foreach (var (task, items) in ImageTasks.All)
            {
                if (await rows.TryAsync("images", task, "Pillow", () => CompareAsync(folder.FullName, task, items, rows.IsQuick ? 2 : Rounds)) is { } line)
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

    private static async Task<(string Line, ResultRow Row)> CompareAsync(string folder, string task, int items, int rounds)
    {
        using var peer = Worker.StartPython("images.py", folder);
        using var own = Worker.StartOwn("images-worker", folder);
        var (peerRounds, ownRounds) = (new List<Measurement>(), new List<Measurement>());
        for (var round = 0; round <= rounds; round++)
        {
            var (theirs, ours) = (await peer.RunAsync(task, items), await own.RunAsync(task, items));
            if (round > 0)
            {
                peerRounds.Add(theirs);
                ownRounds.Add(ours);
            }
        }

        var (a, b) = (Measurement.Median(peerRounds), Measurement.Median(ownRounds));
        var same = a.Check == b.Check ? "yes" : "NO";
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"| {task} | {a.CpuPerItem * 1e3:F3} | {b.CpuPerItem * 1e3:F3} | {a.CpuPerItem / b.CpuPerItem:F1} | {a.WallPerItem / b.WallPerItem:F1} | {a.PeakMiB:F0} | {b.PeakMiB:F0} | {same} |");
        return (line, ResultRow.Of("images", task, "Pillow", a, b, a.Check == b.Check ? "equal" : "NOT equal"));
    }
}
