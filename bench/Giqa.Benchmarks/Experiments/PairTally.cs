using System.Globalization;
using Giqa.Images;
using Giqa.Numerics;

namespace Giqa.Benchmarks.Experiments;

/// <summary>How often pairs were ordered rightly, kind by kind, over one or several trainings of a scorer.</summary>
internal sealed class PairTally
{
    private const double TwoSided95 = 1.959963984540054;

    // Of each kind and training, what every pair counts: 1 for right, a half for a tie.
    private readonly Dictionary<string, List<double[]>> _runs = [];

    // Of each way of degrading and training, the share that is right.
    private readonly Dictionary<DegradationKind, List<double>> _kinds = [];

    /// <summary>Adds one scorer's scores of all images.</summary>
    internal void Add(TestPairs test, double[] scores)
    {
        double Count(TestPair pair) => scores[pair.Better] > scores[pair.Worse] ? 1 : scores[pair.Better] == scores[pair.Worse] ? .5 : 0;
        foreach (var group in TestPairs.Groups)
        {
            double[] right = [.. test.Pairs.Where(pair => pair.Group == group).Select(Count)];
            (_runs.TryGetValue(group, out var runs) ? runs : _runs[group] = []).Add(right);
        }

        foreach (var kind in test.Pairs.Where(pair => pair.Kind is not null).GroupBy(pair => pair.Kind!.Value))
        {
            (_kinds.TryGetValue(kind.Key, out var runs) ? runs : _kinds[kind.Key] = []).Add(kind.Average(Count));
        }
    }

    /// <summary>Cells of a Markdown row: of the reals that were degraded in each way, the share of pairs that was ordered rightly.</summary>
    internal string KindRow() => string.Join(" | ", Enum.GetValues<DegradationKind>().Select(kind => string.Create(CultureInfo.InvariantCulture, $"{_kinds[kind].Average():F3}")));

    /// <summary>The share of a kind's pairs that was ordered rightly, over all trainings, with its 95 % interval over the pairs.</summary>
    internal (double Share, double Low, double High) Share(string group)
    {
        var share = _runs[group].Average(run => run.Average());
        // Pairs of a second training are the same pairs, so they do not narrow it.
        var (low, high) = WilsonInterval.Of(share, _runs[group][0].Length);
        return (share, low, high);
    }

    /// <summary>Cells of a Markdown row: each kind with its 95 % interval over the pairs, their mean, and the deviation over trainings.</summary>
    internal string Row()
    {
        var cells = TestPairs.Groups.Select(group =>
        {
            var (share, low, high) = Share(group);
            return string.Create(CultureInfo.InvariantCulture, $"{share:F3} ({low:F3}-{high:F3})");
        });
        double[] means = [.. Enumerable.Range(0, _runs[TestPairs.Iterations].Count).Select(run => TestPairs.Groups.Average(group => _runs[group][run].Average()))];
        var spread = means.Length > 1 ? string.Create(CultureInfo.InvariantCulture, $" ± {Math.Sqrt(Variance(means)):F3}") : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"{string.Join(" | ", cells)} | {means.Average():F3}{spread}");
    }

    /// <summary>Cells of a Markdown row: by how much more is ordered rightly here than there, on the same pairs and with the same seeds.</summary>
    /// <remarks>
    /// The 95 % half-widths hold the scatter over the pairs, of each pair's mean over the trainings, and that over the trainings.
    /// </remarks>
    internal string DifferenceRow(PairTally other) => string.Join(" | ", TestPairs.Groups.Select(group =>
    {
        double[][] differences = [.. _runs[group].Zip(other._runs[group]).Select(runs => runs.First.Zip(runs.Second, (one, two) => one - two).ToArray())];
        double[] pairs = [.. Enumerable.Range(0, differences[0].Length).Select(pair => differences.Average(run => run[pair]))];
        double[] trainings = Array.ConvertAll(differences, run => run.Average());
        var half = TwoSided95 * Math.Sqrt((Variance(pairs) / pairs.Length) + (Variance(trainings) / trainings.Length));
        return string.Create(CultureInfo.InvariantCulture, $"{pairs.Average():+0.000;-0.000} ± {half:F3}");
    }));

    private static double Variance(double[] values) => values.Length < 2 ? 0 : values.Sum(value => Math.Pow(value - values.Average(), 2)) / (values.Length - 1);
}
