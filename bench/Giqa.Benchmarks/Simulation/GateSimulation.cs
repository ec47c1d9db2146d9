using System.Globalization;
using System.Text.Json;
using Giqa.Benchmarks.Support;
using Giqa.Metrics;

namespace Giqa.Benchmarks.Simulation;

/// <summary>
/// How often <c>giqa gate</c> fails a rerun of its own baseline, and a worse generator: <c>gate --work FOLDER [--draws N] [--from N]
/// [--seconds N] [--output FILE]</c>. Every draw is kept in the folder, so that a run goes on where the last one ended; without --draws it makes the table of
/// what is there.
/// </summary>
internal static class GateSimulation
{
    private const int Relabellings = 199;
    private const int PowerShare = 4;
    private static readonly int[] Sizes = [125, 500, 2000];

    /// <summary>All metrics that are cheap enough, with hardly any margin: then a rerun lies at the edge of what may fail, where a gate errs most.</summary>
    private static readonly GateRules Edge = new()
    {
        Metrics = [.. ((string[])["qs", "precision", "recall", "density", "coverage", "kid"]).Select(metric => new GateRule(metric, 1e-9))],
        Classes = [new GateRule("qs", 1e-9)],
        Worst = new GateTailRule(0.01, 1e-6),
    };

    internal static async Task<int> RunAsync(string[] args)
    {
        var folder = Option(args, "--work") ?? throw new GiqaException("--work FOLDER says where the simulated gates are kept");
        _ = Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "gates.jsonl");
        if (Option(args, "--draws") is { } draws)
        {
            Simulate(folder, file, (int.Parse(Option(args, "--from") ?? "0", CultureInfo.InvariantCulture), int.Parse(draws, CultureInfo.InvariantCulture)), DateTime.UtcNow.AddSeconds(int.Parse(Option(args, "--seconds") ?? "1000000", CultureInfo.InvariantCulture)));
            return 0;
        }

        await TableFile.WriteAsync(GateSimulationTable.Of([.. Read(file)], GateSets.Changes, Sizes, Relabellings), args);
        return 0;
    }

    private static void Simulate(string folder, string file, (int First, int End) range, DateTime until)
    {
        var (first, draws) = range;
        var sets = new GateSets(folder);
        var done = (File.Exists(file) ? Read(file) : []).Select(gate => (gate.Change, gate.Size, gate.Draw)).ToHashSet();

        // Round by round, so that a run cut short has all cells; power needs fewer.
        for (var draw = first; draw < draws; draw++)
        {
            foreach (var (size, change) in Sizes.SelectMany(size => ((string?[])[null, .. GateSets.Changes]).Select(change => (size, change))))
            {
                if (done.Contains((change, size, draw)) || (change is not null && draw % PowerShare != 0))
                {
                    continue;
                }

                if (DateTime.UtcNow > until)
                {
                    return;
                }

                File.AppendAllLines(file, [JsonSerializer.Serialize(Run(sets, change, size, draw))]);
            }
        }
    }

    private static SimulatedGate Run(GateSets sets, string? change, int size, int draw)
    {
        var seed = ((ulong)draw * 1_000_003) + ((ulong)size * 7) + (change ?? "equal").Aggregate(14695981039346656037UL, (hash, letter) => (hash ^ letter) * 1099511628211UL);
        var (real, baseline, candidate) = sets.Draw(change, size, seed);
        var options = new ComparisonOptions
        {
            Metrics = change is null ? Edge.Needed : GateRules.Default.Needed,
            Seed = ~seed,
            Threads = 1,
            Replicates = Relabellings,
            Extrapolate = false,
            FolderTests = true,
            Kernel = new KidOptions { Subsets = 2 },
        };
        var report = Comparison.Run(real, [new ComparisonInput("a", baseline), new ComparisonInput("b", candidate)], options);
        var gate = Gate.Judge(report);
        return new SimulatedGate(
            change,
            size,
            draw,
            gate.Outcome,
            gate.Checks.ToDictionary(check => check.Rule, check => check.Outcome),
            change is null ? Gate.Judge(report, Edge).Outcome : null,
            report.Tests.ToDictionary(test => test.Metric, test => -test.Difference));
    }

    private static IEnumerable<SimulatedGate> Read(string file) => File.ReadLines(file).Select(line => JsonSerializer.Deserialize<SimulatedGate>(line)!);

    private static string? Option(string[] args, string name) => Array.IndexOf(args, name) is var index and >= 0 ? args[index + 1] : null;
}

/// <summary>One simulated gate, as it stands in the simulation's file.</summary>
/// <param name="Change">What the candidate does otherwise; null for nothing.</param>
/// <param name="Size">Images in each set.</param>
/// <param name="Draw">The number of the draw.</param>
/// <param name="Outcome">By the default rules.</param>
/// <param name="Checks">Of each of them.</param>
/// <param name="AtEdge">By rules with hardly any margin, of equal generators.</param>
/// <param name="Differences">Candidate minus baseline, metric by metric.</param>
internal sealed record SimulatedGate(
    string? Change, int Size, int Draw, GateOutcome Outcome, IReadOnlyDictionary<string, GateOutcome> Checks, GateOutcome? AtEdge, IReadOnlyDictionary<string, double> Differences);
