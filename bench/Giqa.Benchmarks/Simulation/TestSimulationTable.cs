using System.Globalization;
using Giqa.Benchmarks.Support;

namespace Giqa.Benchmarks.Simulation;

/// <summary>The tables of <see cref="TestSimulation"/>.</summary>
internal static class TestSimulationTable
{
    private const double Level = 0.05;
    private const double Quantile = 1.96;

    private static readonly string[] Metrics = ["qs", "precision", "density", "ds", "recall", "coverage", "fid", "kid"];

    internal static IReadOnlyList<string> Of(IReadOnlyList<SimulatedTest> tests, int relabellings)
    {
        var cells = tests.GroupBy(test => test.Cell).ToList();
        var equal = cells.Where(cell => cell.Key.Split(' ')[1] == "equal").OrderBy(cell => SizeOf(cell.Key)).ThenBy(cell => cell.Key, StringComparer.Ordinal).ToList();
        var changed = cells.Except(equal).OrderBy(cell => SizeOf(cell.Key)).ThenBy(cell => cell.Key, StringComparer.Ordinal).ToList();
        return
        [
            "# Do the tests hold?",
            string.Empty,
            $"{Machine.Describe()}. `bench/tests.sh`",
            string.Empty,
            "Two generators are drawn again and again and compared as `giqa compare` does. modes: three Gaussians of 16 dimensions, the generators with noise of .3;",
            "skewed: one distribution of 16 dimensions with a long tail on one side; images: Fashion-MNIST, features of mobilenet-mid projected at random to 32 dimensions.",
            $"As many reals as generated images, at most 1,000; {relabellings} relabellings. 100:300 are unequal numbers of images, with 300 reals.",
            string.Empty,
            "## Equal generators: share of p below .05, in percent",
            "The draws stand in brackets. *Italic*: above what chance does to a true 5 % in 97.5 of 100 such cells. With so many cells a few are.",
            string.Empty,
            .. Table(equal, Rejections, italic: true),
            string.Empty,
            "## Equal generators: intervals that hold 0, in percent",
            "95 is nominal. No interval is told where the numbers of images differ.",
            string.Empty,
            .. Table(equal, tests => Held(tests, 0.0), italic: false),
            string.Empty,
            "## Different generators: intervals that hold the true difference, in percent",
            "The true one is the mean over the draws, each of which has reals of its own.",
            string.Empty,
            .. Table(changed, HeldTruth, italic: false),
            string.Empty,
            "## Power: share of p below .05, in percent",
            "The second generator's images are the first's after JPEG at quality 75, 50 or 30, or 5 % of them are noise; of *modes* its noise is .6 for .3.",
            string.Empty,
            .. Table(changed, Rejections, italic: false),
        ];
    }

    private static IEnumerable<string> Table(IReadOnlyList<IGrouping<string, SimulatedTest>> cells, Func<IEnumerable<SimulatedTest>, (int Hits, int Count)> count, bool italic)
    {
        yield return $"| drawn, images in each set | {string.Join(" | ", Metrics)} |";
        yield return $"| --- |{string.Concat(Metrics.Select(_ => " ---: |"))}";
        foreach (var cell in cells)
        {
            yield return $"| {cell.Key} | {string.Join(" | ", Metrics.Select(metric => Text(count(cell.Where(test => test.Metric == metric)), italic)))} |";
        }

        if (italic)
        {
            yield return $"| all | {string.Join(" | ", Metrics.Select(metric => Text(count(cells.SelectMany(cell => cell).Where(test => test.Metric == metric)), italic)))} |";
        }
    }

    private static (int Hits, int Count) Rejections(IEnumerable<SimulatedTest> tests)
    {
        var told = tests.Where(test => test.PValue is not null).ToList();

        // With so few relabellings p can be .05 itself, which stands for "below" with more of them.
        return (told.Count(test => test.PValue <= Level + 1e-9), told.Count);
    }

    private static (int Hits, int Count) Held(IEnumerable<SimulatedTest> tests, double truth)
    {
        var told = tests.Where(test => test.Low is not null && test.High is not null).ToList();
        return (told.Count(test => test.Low <= truth && test.High >= truth), told.Count);
    }

    private static (int Hits, int Count) HeldTruth(IEnumerable<SimulatedTest> tests) =>
        tests.Any() ? Held(tests, tests.Average(test => test.Difference)) : (0, 0);

    private static string Text((int Hits, int Count) found, bool italic)
    {
        if (found.Count == 0)
        {
            return "-";
        }

        var share = (double)found.Hits / found.Count;
        var text = string.Create(CultureInfo.InvariantCulture, $"{100 * share:F1}");
        var limit = Level + (Quantile * Math.Sqrt(Level * (1 - Level) / found.Count));
        return string.Create(CultureInfo.InvariantCulture, $"{(italic && share > limit ? $"*{text}*" : text)} ({found.Count})");
    }

    private static int SizeOf(string cell) => int.Parse(cell.Split(' ')[^1].Split(':')[0], CultureInfo.InvariantCulture);
}
