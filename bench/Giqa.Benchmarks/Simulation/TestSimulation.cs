using System.Globalization;
using System.Text.Json;
using Giqa.Benchmarks.Support;
using Giqa.Metrics;
using Giqa.Models;

namespace Giqa.Benchmarks.Simulation;

/// <summary>
/// How often <c>giqa compare</c> tells equal generators apart, how often its intervals hold the true difference, and what it finds:
/// <c>tests --work FOLDER [--draws N] [--seconds N] [--only TEXT] [--output FILE]</c>. Every test is kept in the folder, so that a
/// run goes on where the last one ended; without --draws it makes the table of what is there.
/// </summary>
internal static class TestSimulation
{
    private const int Relabellings = 199;

    /// <summary>Kind, change, sizes, and the share of the draws asked for: power needs fewer.</summary>
    private static readonly (string Kind, string? Change, (int Real, int First, int Second) Counts, double Share)[] Cells =
    [
        .. from size in (int[])[50, 125, 500, 2000]
           from kind in (string[])["modes", "skewed", "images"]
           select (kind, (string?)null, (Math.Min(size, 1000), size, size), 1.0),
        ("modes", null, (300, 100, 300), 1.0),
        ("skewed", null, (300, 300, 100), 1.0),
        .. from size in (int[])[50, 125, 500]
           from change in (string[])["75", "50", "30", "replaced"]
           select ("images", (string?)change, (size, size, size), 0.25),
        .. from size in (int[])[50, 125, 500] select ("modes", (string?)"0.6", (size, size, size), 0.25),
    ];

    internal static async Task<int> RunAsync(string[] args)
    {
        var folder = Option(args, "--work") ?? throw new GiqaException("--work FOLDER says where the simulated tests are kept");
        _ = Directory.CreateDirectory(folder);
        if (Option(args, "--draws") is { } draws)
        {
            var until = DateTime.UtcNow.AddSeconds(int.Parse(Option(args, "--seconds") ?? "1000000", CultureInfo.InvariantCulture));
            Simulate(folder, int.Parse(draws, CultureInfo.InvariantCulture), Option(args, "--only"), args.Contains("--ds"), until);
            return 0;
        }

        var tests = Directory.EnumerateFiles(folder, "*.jsonl").SelectMany(Read).ToList();
        await TableFile.WriteAsync(TestSimulationTable.Of(tests, Relabellings), args);
        return 0;
    }

    private static void Simulate(string folder, int draws, string? only, bool diversity, DateTime until)
    {
        var sets = new SimulatedSets(folder);
        var file = Path.Combine(folder, diversity ? "ds.jsonl" : "tests.jsonl");
        var done = (File.Exists(file) ? Read(file) : []).Select(test => (test.Cell, test.Draw)).ToHashSet();

        // Round by round, so that a run cut short has all cells.
        for (var draw = 0; draw < draws; draw++)
        {
            foreach (var (kind, change, counts, share) in Cells)
            {
                var cell = Name(kind, change, counts);
                if ((draw > 0 && draw >= draws * share) || done.Contains((cell, draw)) || (only is not null && !only.Split(',').Intersect([kind, cell]).Any()))
                {
                    continue;
                }

                if (DateTime.UtcNow > until)
                {
                    return;
                }

                File.AppendAllLines(file, Run(sets, cell, draw, (kind, change, counts), diversity).Select(test => JsonSerializer.Serialize(test)));
            }
        }
    }

    private static IEnumerable<SimulatedTest> Run(
        SimulatedSets sets, string cell, int draw, (string Kind, string? Change, (int Real, int First, int Second) Counts) drawn, bool diversity)
    {
        var seed = ((ulong)draw * 1_000_003) + Seed(cell);
        var (real, first, second) = sets.Draw(drawn.Kind, drawn.Change, drawn.Counts, seed);
        var options = new ComparisonOptions
        {
            Metrics = diversity ? ComparisonMetrics.DiversityScore : ComparisonMetrics.FromFeatures & ~ComparisonMetrics.DiversityScore,
            Seed = ~seed,
            Threads = 1,
            Replicates = Relabellings,
            Extrapolate = false,
            Kernel = new KidOptions { Subsets = 2 },
            Fit = new FitOptions(),
        };
        foreach (var test in Comparison.Run(real, [new ComparisonInput("a", first), new ComparisonInput("b", second)], options).Tests)
        {
            yield return new SimulatedTest(cell, draw, test.Metric, test.Difference, test.Low, test.High, test.PValue);
        }
    }

    private static ulong Seed(string text) => text.Aggregate(14695981039346656037UL, (hash, letter) => (hash ^ letter) * 1099511628211UL);

    private static string Name(string kind, string? change, (int Real, int First, int Second) counts) => string.Create(
        CultureInfo.InvariantCulture, $"{kind} {change ?? "equal"} {(counts.First == counts.Second ? $"{counts.First}" : $"{counts.First}:{counts.Second}")}");

    private static IEnumerable<SimulatedTest> Read(string file) => File.ReadLines(file).Select(line => JsonSerializer.Deserialize<SimulatedTest>(line)!);

    private static string? Option(string[] args, string name) => Array.IndexOf(args, name) is var index and >= 0 ? args[index + 1] : null;
}
