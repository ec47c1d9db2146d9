using System.Globalization;
using Giqa.Benchmarks.Support;
using Giqa.Metrics;

namespace Giqa.Benchmarks.Simulation;

/// <summary>The tables of <see cref="GateSimulation"/>.</summary>
internal static class GateSimulationTable
{
    private static readonly (string Rule, string Name)[] Rules = [("metrics.qs", "QS"), ("metrics.coverage", "coverage"), ("classes.qs", "a class"), ("images.worst", "worst 1 %")];

    internal static IReadOnlyList<string> Of(IReadOnlyList<SimulatedGate> gates, IReadOnlyList<string> changes, IReadOnlyList<int> sizes, int relabellings)
    {
        var equal = gates.Where(gate => gate.Change is null).ToList();
        var metrics = equal.SelectMany(gate => gate.Differences.Keys).Distinct().ToList();
        return
        [
            "# Does the gate hold?",
            string.Empty,
            $"{Machine.Describe()}. `bench/gate.sh`",
            string.Empty,
            "A baseline and a candidate are drawn again and again from Fashion-MNIST and judged as `giqa gate` does: as many reals, at most 1,000, in ten classes; features of",
            $"mobilenet-low projected at random to 32 dimensions; {relabellings} relabellings. The rules are the default ones: QS and coverage .05, QS of each class .1, the share of images as",
            "bad as the baseline's worst 1 % by .02; the latter two stop nothing when they are undecided.",
            string.Empty,
            "## A rerun of the baseline, in percent",
            "At the edge: eight rules (QS, precision, recall, density, coverage, KID, QS of each class, worst 1 %) with margins of nearly 0, where a rerun is just what may not fail. In",
            "brackets the 95 % interval.",
            string.Empty,
            "| images in each set | draws | fail | undecided | pass | fail at the edge |",
            "| ---: | ---: | ---: | ---: | ---: | ---: |",
            .. sizes.Concat([0]).Select(size => equal.Where(gate => size == 0 || gate.Size == size).ToList()).Where(cell => cell.Count > 0)
                .Select((cell, i) => $"| {(i < sizes.Count ? Number(cell[0].Size) : "all")} | {cell.Count} | {Share(cell, gate => gate.Outcome == GateOutcome.Fail, withInterval: true)} | {Share(cell, gate => gate.Outcome == GateOutcome.Undecided)} | {Share(cell, gate => gate.Outcome == GateOutcome.Pass)} | {Share(cell, gate => gate.AtEdge == GateOutcome.Fail, withInterval: true)} |"),
            string.Empty,
            "## How far reruns lie apart",
            "The standard deviation of candidate minus baseline. A margin of 3.24 of them lets nine of ten reruns pass; that is .05 of QS from about so many images on as the last row says.",
            string.Empty,
            $"| images in each set | {string.Join(" | ", metrics)} |",
            $"| ---: |{string.Concat(metrics.Select(_ => " ---: |"))}",
            .. sizes.Select(size => equal.Where(gate => gate.Size == size).ToList()).Where(cell => cell.Count > 1)
                .Select(cell => $"| {Number(cell[0].Size)} | {string.Join(" | ", metrics.Select(metric => Deviation([.. cell.Select(gate => gate.Differences[metric])]).ToString("0.0000", CultureInfo.InvariantCulture)))} |"),
            $"| nine of ten pass at .05 | {string.Join(" | ", metrics.Select(metric => Needed(equal, metric)))} |",
            string.Empty,
            "## A worse generator: fails, in percent",
            "The candidate's images are the baseline's kind after JPEG at a quality, after a Gaussian blur of so many pixels (of 28), with some of them noise, or with one class of ten",
            "blurred by a pixel. Beside the whole, by which rules.",
            string.Empty,
            $"| change | images in each set | draws | fail | undecided | pass | {string.Join(" | ", Rules.Select(rule => rule.Name))} |",
            $"| --- | ---: | ---: | ---: | ---: | ---: |{string.Concat(Rules.Select(_ => " ---: |"))}",
            .. changes.SelectMany(change => sizes.Select(size => (change, cell: gates.Where(gate => gate.Change == change && gate.Size == size).ToList()))).Where(row => row.cell.Count > 0)
                .Select(row => $"| {row.change} | {Number(row.cell[0].Size)} | {row.cell.Count} | {Share(row.cell, gate => gate.Outcome == GateOutcome.Fail)} | {Share(row.cell, gate => gate.Outcome == GateOutcome.Undecided)} | {Share(row.cell, gate => gate.Outcome == GateOutcome.Pass)} | {string.Join(" | ", Rules.Select(rule => Share(row.cell, gate => gate.Checks.TryGetValue(rule.Rule, out var outcome) && outcome == GateOutcome.Fail)))} |"),
        ];
    }

    private static string Share(List<SimulatedGate> cell, Func<SimulatedGate, bool> counts, bool withInterval = false)
    {
        var share = (double)cell.Count(counts) / cell.Count;
        if (!withInterval)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{100 * share:F0}");
        }

        // Wilson's interval.
        var square = 3.841459 / cell.Count;
        var half = Math.Sqrt((square * share * (1 - share)) + (square * square / 4));
        return string.Create(CultureInfo.InvariantCulture, $"{100 * share:F1} [{100 * Math.Max(0, (share + (square / 2) - half) / (1 + square)):F1}, {100 * (share + (square / 2) + half) / (1 + square):F1}]");
    }

    private static double Deviation(double[] values) => Math.Sqrt(values.Sum(value => (value - values.Average()) * (value - values.Average())) / (values.Length - 1));

    private static string Needed(IReadOnlyList<SimulatedGate> equal, string metric)
    {
        // A deviation falls with the root of the number: the mean of deviation squared times number over the sizes.
        var cells = equal.GroupBy(gate => gate.Size).Where(cell => cell.Count() > 1).ToList();
        return cells.Count == 0 || metric == "kid" ? "-" : Number(Math.Ceiling(Math.Pow(3.24 / 0.05, 2) * cells.Average(cell => cell.Key * Math.Pow(Deviation([.. cell.Select(gate => gate.Differences[metric])]), 2)) / 10) * 10);
    }

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
