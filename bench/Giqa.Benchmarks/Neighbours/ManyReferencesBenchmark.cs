using System.Globalization;
using Giqa.Benchmarks.Support;

namespace Giqa.Benchmarks.Neighbours;

/// <summary>
/// What a model of many references costs: <c>many-references [REFERENCESxDIMENSIONS[xK] ...] [--whitened] [--output FILE]</c>. One process writes the model,
/// another loads it and scores; the first scores are compared with those from every distance, measured directly.
/// </summary>
internal static class ManyReferencesBenchmark
{
    private const int Queries = 500;

    /// <summary>References, dimensions, neighbours, and whether the rows are whitened, which leaves nothing to rule out by leading directions.</summary>
    private static readonly (int References, int Dimensions, int Neighbours, bool IsWhitened)[] Sizes =
    [
        (200_000, 2048, 1, false),
        (1_000_000, 512, 1, false),
        (1_000_000, 512, 1, true),
        (1_000_000, 74, 5, true),
    ];

    internal static async Task<int> RunAsync(string[] args)
    {
        var given = args.TakeWhile(arg => !arg.StartsWith("--", StringComparison.Ordinal)).Select(text => Parse(text, args.Contains("--whitened"))).ToArray();
        var rows = new ResultRows(args);
        var folder = Directory.CreateTempSubdirectory("giqa-bench-");
        try
        {
            List<string> lines =
            [
                "# A nearest-neighbour model of many references",
                string.Empty,
                $"{Machine.Describe()}. All cores, {Queries} images at a time. `bench/neighbours.sh many`",
                string.Empty,
                "Rows like pooled features: 64 clusters, a spectrum of i^-1.2, heavy tails, none below 0; or white, which leaves no direction to be left out: the hardest for an",
                "exact search. The default backbone's six whitened taps, 443 directions in all (1,440 photographs), make six searches like the last. The first batch prepares the search. The first 20 scores are compared with those from every distance in float64.",
                "Peak memory is that of the whole process; its own is what is left at the end beside pages of the mapped file, which the system may take back.",
                string.Empty,
                "| references | K | model file MiB | load CPU s (wall) | first batch CPU s (wall) | then CPU ms an image (wall) | peak MiB | own MiB | largest relative difference |",
                "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
            ];
            foreach (var size in given.Length > 0 ? given : Sizes)
            {
                if (await rows.TryAsync("many references", Title(size), "goal", () => MeasureAsync(Path.Combine(folder.FullName, "many.giqa"), size)) is { } line)
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

    private static (int References, int Dimensions, int Neighbours, bool IsWhitened) Parse(string text, bool isWhitened)
    {
        var numbers = text.Split('x').Select(part => int.TryParse(part, CultureInfo.InvariantCulture, out var number) ? number : 0).ToArray();
        return numbers is [> 0, > 0] or [> 0, > 0, > 0]
            ? (numbers[0], numbers[1], numbers.ElementAtOrDefault(2) is > 0 and var given ? given : 1, isWhitened)
            : throw new GiqaException($"'{text}' is no size: give REFERENCESxDIMENSIONS or REFERENCESxDIMENSIONSxK, such as 1000000x512");
    }

    private static string Title((int References, int Dimensions, int Neighbours, bool IsWhitened) size) =>
        string.Create(CultureInfo.InvariantCulture, $"{size.References:N0} x {size.Dimensions:N0}{(size.IsWhitened ? ", whitened" : string.Empty)}, K = {size.Neighbours}");

    private static async Task<(string Line, ResultRow Row)> MeasureAsync(string path, (int References, int Dimensions, int Neighbours, bool IsWhitened) size)
    {
        var (references, dimensions, neighbours, isWhitened) = size;
        string[] arguments = [path, $"{references}", $"{dimensions}", $"{neighbours}", isWhitened ? "whitened" : "features"];
        using (var writer = Worker.StartOwn("many-references-worker", arguments))
        {
            _ = await writer.RunAsync("write", 1);
        }

        using var scorer = Worker.StartOwn("many-references-worker", arguments);
        var load = await scorer.RunAsync("load", 1);
        var first = await scorer.RunAsync("score", Queries);
        var rounds = new List<Measurement>();
        for (var round = 0; round < 3; round++)
        {
            rounds.Add(await scorer.RunAsync("score", Queries));
        }

        var then = Measurement.Median(rounds);
        var difference = await scorer.RunAsync("check", 20);
        var megabytes = new FileInfo(path).Length / 1048576.0;
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"| {references:N0} x {dimensions:N0}{(isWhitened ? ", whitened" : string.Empty)} | {neighbours} | {megabytes:F0} | {load.Cpu:F1} ({load.Wall:F1}) | {first.Cpu:F1} ({first.Wall:F1}) | {1e3 * then.CpuPerItem:F2} ({1e3 * then.WallPerItem:F2}) | {then.PeakMiB:F0} | {then.Check} | {difference.Check} |");
        return (line, new ResultRow("many references", Title(size), "goal", .005, then.CpuPerItem, difference.Check, 0, then.PeakMiB));
    }
}
