using System.Globalization;
using Giqa.Benchmarks.Support;

namespace Giqa.Benchmarks.All;

/// <summary>The table of a whole run.</summary>
internal static class AllTable
{
    internal static IReadOnlyList<string> Describe(
        IReadOnlyList<ResultRow> rows,
        IReadOnlyDictionary<(string Title, string Peer), string> before,
        Roofline roofline,
        IReadOnlyList<string> versions,
        TimeSpan time,
        bool isQuick)
    {
        var missing = Goals.All.Where(goal => !rows.Any(row => Is(row, goal))).ToList();
        List<string> lines =
        [
            "# All speed benchmarks",
            string.Empty,
            string.Create(CultureInfo.InvariantCulture, $"{Machine.Describe()}; {time.TotalMinutes:F0} minutes{(isQuick ? ", `--quick`: fewer rounds and images" : string.Empty)}. `bench/all.sh`"),
            string.Empty,
            $"Met: {string.Join("; ", versions)}.",
            string.Empty,
            "Every ratio is of processor time, peer / Giqa, both measured in this run, alternating; above 1 Giqa is faster. \"Before\" is the ratio of the last committed table of all, or else of the",
            "benchmark's own, which may be of another processor. Where the peer is \"goal\", it is an absolute one. Where a goal is missed, the roofline says what the processor allows: the work that no",
            "program can leave out, at the rates below, against the peer's time in this run.",
            string.Empty,
            .. RooflineBenchmark.Describe(roofline),
            string.Empty,
            "| bench | task | peer | peer ms (CPU) | Giqa ms (CPU) | CPU ratio | before | goal | reached | results | peer MiB | Giqa MiB |",
            "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | --- | --- | ---: | ---: |",
        ];
        foreach (var goal in Goals.All)
        {
            if (rows.LastOrDefault(row => Is(row, goal)) is { } row)
            {
                lines.Add(Line(row, goal, before, roofline));
            }
        }

        var missed = rows.Count(row => Goals.All.Any(goal => Is(row, goal) && row.Ratio < goal.Ratio));
        var asked = rows.Count(row => Goals.All.Any(goal => Is(row, goal) && goal.Ratio is not null));
        lines.Add(string.Empty);
        lines.Add($"{asked - missed} of {asked} goals are reached.");
        if (missing.Count > 0)
        {
            lines.Add(string.Empty);
            lines.Add($"Left out, {missing.Count} rows: {string.Join("; ", missing.Select(goal => $"{goal.Bench}, {goal.Title}, {goal.Peer}"))}. The same command goes on with them.");
        }

        return lines;
    }

    internal static bool Is(ResultRow row, Goal goal) => (row.Bench, row.Title, row.Peer) == (goal.Bench, goal.Title, goal.Peer);

    private static string Line(ResultRow row, Goal goal, IReadOnlyDictionary<(string Title, string Peer), string> before, Roofline roofline)
    {
        var previous = before.GetValueOrDefault((row.Title, row.Peer)) ?? before.GetValueOrDefault((row.Title, string.Empty)) ?? "";
        var wanted = goal.Ratio is { } ratio ? ratio.ToString("0.##", CultureInfo.InvariantCulture) : string.Empty;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {row.Bench} | {row.Title} | {row.Peer} | {Milliseconds(row.PeerSeconds)} | {Milliseconds(row.OwnSeconds)} | {row.Ratio:F2} | {previous} | {wanted} | {Reached(row, goal, roofline)} | {row.Exactness} | {Memory(row.PeerMiB)} | {Memory(row.OwnMiB)} |");
    }

    private static string Reached(ResultRow row, Goal goal, Roofline roofline)
    {
        if (goal.Ratio is not { } ratio)
        {
            return string.Empty;
        }

        if (row.Ratio >= ratio)
        {
            return "yes";
        }

        if (goal.Needs is not { } work)
        {
            return "no";
        }

        var least = roofline.Least(work);
        var most = row.PeerSeconds / least;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"no; {work.Why} takes {Milliseconds(least)} ms at least, so {most:F1} at most{(most < ratio ? ": the goal is beyond this processor" : string.Empty)}");
    }

    private static string Milliseconds(double seconds) => (1e3 * seconds).ToString(seconds < .1 ? "0.00" : "0", CultureInfo.InvariantCulture);

    private static string Memory(double megabytes) => megabytes > 0 ? megabytes.ToString("F0", CultureInfo.InvariantCulture) : string.Empty;
}
