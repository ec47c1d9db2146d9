using System.Diagnostics;
using System.Globalization;
using Giqa.Benchmarks.Support;

namespace Giqa.Benchmarks.All;

/// <summary>
/// Every speed benchmark in one run and one table. Options: --quick, --minutes M, --only BENCH,..., --again, --output FILE. Each benchmark is a process of its own that keeps
/// its rows in a file as it finds them; a run that broke off goes on with what the file lacks.
/// </summary>
internal static class AllBenchmark
{
    /// <summary>The benchmarks in the order of their rows, with the subcommand and options of each.</summary>
    private static readonly (string Bench, string[] Command)[] Steps =
    [
        ("program", ["program"]),
        ("images", ["images"]),
        ("metrics", ["metrics"]),
        ("neighbours", ["neighbours"]),
        ("models", ["models"]),
        ("features", ["features"]),
        ("sets", ["sets"]),
        ("training", ["training", "--rounds", "2"]),
        ("many references", ["many-references"]),
    ];

    internal static async Task<int> RunAsync(string[] args)
    {
        var options = new Arguments(args);
        var isQuick = options.Has("--quick");
        var name = isQuick ? "all-quick" : "all";
        var rows = Repository.Find("artifacts", "bench", name + ".jsonl");
        _ = Directory.CreateDirectory(Path.GetDirectoryName(rows)!);
        if (options.Has("--again"))
        {
            File.Delete(rows);
        }

        var known = ResultRows.Read(rows).Count;
        if (known > 0)
        {
            await Console.Error.WriteLineAsync($"going on with a run that has {known} of {Goals.All.Count} rows; --again starts anew");
        }

        var minutes = options.Number("--minutes", 0);
        var until = minutes > 0 ? TimeProvider.System.GetUtcNow().AddMinutes(minutes) : (DateTimeOffset?)null;
        var chosen = options.List("--only", [.. Steps.Select(step => step.Bench)]);
        if (chosen.FirstOrDefault(bench => Steps.All(step => step.Bench != bench)) is { } unknown)
        {
            throw new GiqaException($"there is no benchmark '{unknown}': choose from {string.Join(", ", Steps.Select(step => step.Bench))}");
        }

        var clock = Stopwatch.StartNew();
        foreach (var (bench, command) in Steps.Where(step => chosen.Contains(step.Bench)))
        {
            var done = ResultRows.Read(rows).Count;
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"[{done} of {Goals.All.Count} rows, {clock.Elapsed.TotalMinutes:F0} min] {bench}"));
            string[] all = [.. command, "--rows", rows, .. isQuick ? (string[])["--quick"] : [], .. until is { } end ? (string[])["--until", $"{end.ToUnixTimeSeconds()}"] : []];
            await RunAsync(bench, all);
        }

        var roofline = Roofline.Measure();
        var found = ResultRows.Read(rows);
        var before = PreviousRatios.Read();
        var lines = AllTable.Describe(found, before, roofline, await PeerVersions.ReadAsync(), clock.Elapsed, isQuick);
        await TableFile.WriteAsync(lines, options.Has("--output") ? args : ["--output", isQuick ? Repository.Find("artifacts", "bench", "all-quick.md") : Repository.Find("bench", "results", "all.md")]);
        var isWhole = Goals.All.All(goal => found.Any(row => AllTable.Is(row, goal)));
        if (isWhole)
        {
            File.Delete(rows);
        }

        return isWhole ? 0 : 3;
    }

    /// <summary>Runs a benchmark; its own table is not wanted, its progress is.</summary>
    private static async Task RunAsync(string bench, string[] command)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, command) { RedirectStandardOutput = true };

        // OpenBLAS' own threads beside libtorch's make Python's training two to three times slower.
        start.Environment["OPENBLAS_NUM_THREADS"] = bench == "training" ? "1" : null;
        using var process = Process.Start(start)!;
        _ = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            await Console.Error.WriteLineAsync($"{bench} ended with {process.ExitCode}: the rows that it lacks are listed as left out");
        }
    }
}
