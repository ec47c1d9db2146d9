using System.Diagnostics;
using System.Globalization;
using Giqa.Benchmarks.Support;

namespace Giqa.Benchmarks.Neighbours;

/// <summary>Nearest-neighbour scores against faiss, PyTorch, scikit-learn and the authors' loop, alternating in one run. Pass --output FILE to write the table as well, --only official to run the tasks that begin so.</summary>
internal static class NeighbourBenchmark
{
    private const int Rounds = 3;
    private const int Queries = 1000;

    /// <summary>The authors' loop takes a third of a second per image: a few are enough, and times are per image.</summary>
    private const int AuthorsQueries = 8;

    private const string Authors = "authors";

    private static readonly string[] Peers = ["faiss", "torch", "sklearn"];
    private static readonly string[] Tasks = ["paper 1", "cold 1", "paper 5", "paper 3500", "official 1", "official 3500"];

    internal static async Task<int> RunAsync(string[] args)
    {
        var rows = new ResultRows(args);
        if (!Tasks.Any(task => PeersOf(task).Any(peer => rows.Wants("neighbours", task, peer))))
        {
            return 0;
        }

        var folder = Directory.CreateTempSubdirectory("giqa-bench-");
        try
        {
            await MakeAsync(folder.FullName);
            List<string> lines =
            [
                "# Nearest-neighbour scores against faiss, PyTorch, scikit-learn and the authors' loop",
                string.Empty,
                $"{Machine.Describe()}. Two threads each, {Queries} queries, 20,000 references, 2,048 dimensions, float32. `bench/neighbours.sh`",
                string.Empty,
                $"Median of {Rounds} alternating rounds after one to warm up, milliseconds of processor time per image; a ratio above 1 means that Giqa is faster. Memory is the peak of a process that did only this task, features included.",
                "Every process was given the same OpenBLAS kernels (OPENBLAS_CORETYPE). \"cold\" includes preparing the search, which otherwise happens once per model.",
                "The authors' loop is re-stated from their released program and run on the CPU, on 8 images, since it takes every image by itself; ours scores all beside it, and the same 8 to compare the result.",
                string.Empty,
                "| task | peer | peer ms (CPU) | Giqa ms (CPU) | CPU ratio | wall ratio | peer MiB | Giqa MiB | same mean score |",
                "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
            ];
            var only = Array.IndexOf(args, "--only");
            foreach (var task in Tasks.Where(task => only < 0 || task.StartsWith(args[only + 1], StringComparison.Ordinal)))
            {
                foreach (var peer in PeersOf(task))
                {
                    if (await rows.TryAsync("neighbours", task, peer, () => CompareAsync(folder.FullName, task, peer, peer == Authors ? AuthorsQueries : Queries)) is { } line)
                    {
                        lines.Add(line);
                    }
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

    private static async Task MakeAsync(string folder)
    {
        using var maker = Process.Start("/usr/bin/python3", [Repository.Find("bench", "peers", "neighbours.py"), folder, "make"]);
        await maker.WaitForExitAsync();
        if (maker.ExitCode != 0)
        {
            throw new InvalidOperationException("the features were not made: see the messages above");
        }
    }

    private static string[] PeersOf(string task) => task.StartsWith("official", StringComparison.Ordinal) ? [Authors] : Peers;

    private static async Task<(string Line, ResultRow Row)> CompareAsync(string folder, string task, string peer, int items)
    {
        using var theirs = Worker.StartPython("neighbours.py", folder, peer);
        using var ours = Worker.StartOwn("neighbours-worker", folder);
        var (peerRounds, ownRounds) = (new List<Measurement>(), new List<Measurement>());
        var (peerCheck, ownCheck) = ((await theirs.RunAsync(task, items)).Check, (await ours.RunAsync(task, items)).Check);
        for (var round = 0; round < Rounds; round++)
        {
            peerRounds.Add(await theirs.RunAsync(task, items));
            ownRounds.Add(await ours.RunAsync(task, Queries));
        }

        var (other, own) = (Measurement.Median(peerRounds), Measurement.Median(ownRounds));
        var exactness = peerCheck == ownCheck ? "yes" : $"{peerCheck} / {ownCheck}";
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"| {task} | {peer} | {other.CpuPerItem * 1e3:F2} | {own.CpuPerItem * 1e3:F2} | {other.CpuPerItem / own.CpuPerItem:F1} | {other.WallPerItem / own.WallPerItem:F1} | {other.PeakMiB:F0} | {own.PeakMiB:F0} | {exactness} |");
        return (line, ResultRow.Of("neighbours", task, peer, other, own, peerCheck == ownCheck ? $"equal mean, {ownCheck}" : exactness));
    }
}
