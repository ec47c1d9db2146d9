using System.Globalization;
using Giqa.Benchmarks.Support;

namespace Giqa.Benchmarks.Training;

/// <summary>
/// Training steps a second against the same loop in Debian's Python PyTorch: at equal precision and settings, and with Giqa's defaults.
/// Options: --output FILE, --rounds N, --threads N.
/// </summary>
internal static class TrainingBenchmark
{
    private static readonly (string Name, string Title, int Steps, string Defaults)[] Workloads =
    [
        ("dcgan", "DCGAN, 64 channels, 32 x 32 grey, batch 64", 12, "bf16"),
        ("vgg", "VGG-11 with batch norm and 8 outputs, 32 x 32 RGB, batch 128", 5, "bf16 channels-last"),
        ("style", "style encoder, 64 to 256 channels, 64 x 64 RGB, batch 32", 4, "bf16 channels-last"),
    ];

    private const string Bench = "training";
    private const string Peer = "PyTorch, eager";
    private const string Defaults = ", Giqa's defaults";

    internal static async Task<int> RunAsync(string[] args)
    {
        var kept = new ResultRows(args);
        if (!Workloads.Any(workload => kept.Wants(Bench, workload.Title + Defaults, Peer)))
        {
            return 0;
        }

        var rounds = Option(args, "--rounds", kept.IsQuick ? 1 : 4);
        var threads = Option(args, "--threads", Environment.ProcessorCount);
        using var peer = Worker.StartPython("training.py", $"{threads}");
        using var equal = Worker.StartOwn("training-worker", $"{threads}");
        using var defaults = Worker.StartOwn("training-worker", $"{threads}", "keep");
        List<string> lines =
        [
            "# Training steps a second, against the same loop in Python",
            string.Empty,
            $"{Machine.Describe()}. `bench/training.sh`",
            string.Empty,
            $"The same networks, weights, data and optimiser in Debian's python3-torch, {threads} threads each, alternating in {rounds} rounds; a column is the median round.",
            "\"Equal\" columns compare at the same precision and settings. \"Defaults\" is Giqa as it trains: bfloat16 autocast, kept memory, channels last for the large layers, against Python's float32.",
            string.Empty,
            "| workload | Python float32, steps/s | Giqa / Python, float32 | Giqa / Python, bfloat16 | Giqa's defaults / Python float32 | the same by CPU time | first losses agree |",
            "| --- | ---: | ---: | ---: | ---: | ---: | --- |",
        ];
        foreach (var workload in Workloads)
        {
            if (await kept.TryAsync(Bench, workload.Title + Defaults, Peer, () => CompareAsync(workload, rounds, peer, equal, defaults, kept)) is { } line)
            {
                lines.Add(line);
            }
        }

        lines.AddRange(kept.AreKept ? [] : await MemoryAsync(defaults));
        await TableFile.WriteAsync(lines, args);
        return 0;
    }

    private static async Task<(string Line, ResultRow Row)> CompareAsync(
        (string Name, string Title, int Steps, string Defaults) workload, int rounds, Worker peer, Worker equal, Worker defaults, ResultRows kept)
    {
        var runs = new (Worker Worker, string Task, List<Measurement> Rounds)[]
        {
            (peer, $"{workload.Name} float32", []),
            (equal, $"{workload.Name} float32", []),
            (peer, $"{workload.Name} bf16", []),
            (equal, $"{workload.Name} bf16", []),
            (defaults, $"{workload.Name} {workload.Defaults}", []),
        };
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var run in runs)
            {
                // The first round only warms up: primitives are compiled and memory is fetched.
                var measured = await run.Worker.RunAsync(run.Task, round == 0 ? 2 : workload.Steps);
                run.Rounds.Add(measured);
                await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{run.Task}, round {round}: {1000 * measured.WallPerItem:F0} ms ({1000 * measured.CpuPerItem:F0} of CPU), loss {measured.Check}"));
            }
        }

        // Later losses drift apart with the last digits of a transposed convolution, which is computed another way.
        var agree = runs[0].Rounds[0].Check == runs[1].Rounds[0].Check;
        var medians = Array.ConvertAll(runs, run => Measurement.Median(run.Rounds[1..]));
        double Ratio(int theirs, int ours) => medians[theirs].WallPerItem / medians[ours].WallPerItem;
        var agreement = agree ? "first losses to 0.001" : "first losses DIFFER";
        kept.Add(ResultRow.Of(Bench, workload.Title + ", float32", Peer, medians[0], medians[1], agreement));
        kept.Add(ResultRow.Of(Bench, workload.Title + ", bfloat16", Peer, medians[2], medians[3], agreement));
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"| {workload.Title} | {1 / medians[0].WallPerItem:F2} | {Ratio(0, 1):F2} | {Ratio(2, 3):F2} | {Ratio(0, 4):F2} | {medians[0].CpuPerItem / medians[4].CpuPerItem:F2} | {(agree ? "to 0.001" : "NO")} |");
        return (line, ResultRow.Of(Bench, workload.Title + Defaults, Peer, medians[0], medians[4], "bfloat16 against float32"));
    }

    private static async Task<List<string>> MemoryAsync(Worker defaults)
    {
        const int Steps = 5000;
        var figures = (await defaults.RunAsync("small bf16", Steps)).Check.Split(' ');
        return
        [
            string.Empty,
            $"Memory over {Steps} steps of a small network in the same process: {figures[0]} MiB resident after {Steps / 5}, {figures[1]} after all, each after a collection; {figures[2]} more tensors alive.",
        ];
    }

    private static int Option(string[] args, string name, int otherwise)
    {
        var index = Array.IndexOf(args, name);
        return index < 0 ? otherwise : int.Parse(args[index + 1], CultureInfo.InvariantCulture);
    }
}
