using System.Globalization;
using Giqa.Numerics;

namespace Giqa.Benchmarks.Experiments;

/// <summary>How often pairs were ordered rightly, kind by kind, over one or several trainings of a scorer.</summary>
internal sealed class PairTally
{
    private readonly Dictionary<string, List<(double Right, int Count)>> _runs = [];

    /// <summary>Adds one scorer's scores of all images.</summary>
    internal void Add(TestPairs test, double[] scores)
    {
        foreach (var group in TestPairs.Groups)
        {
            var pairs = test.Pairs.Where(pair => pair.Group == group).ToArray();
            var right = pairs.Sum(pair => scores[pair.Better] > scores[pair.Worse] ? 1 : scores[pair.Better] == scores[pair.Worse] ? .5 : 0);
            (_runs.TryGetValue(group, out var runs) ? runs : _runs[group] = []).Add((right, pairs.Length));
        }
    }

    /// <summary>The share of a kind's pairs that was ordered rightly, over all trainings, with its 95 % interval over the pairs.</summary>
    internal (double Share, double Low, double High) Share(string group)
    {
        var (share, count) = (_runs[group].Sum(run => run.Right) / _runs[group].Sum(run => run.Count), _runs[group][0].Count);
        // Pairs of a second training are the same pairs, so they do not narrow it.
        var (low, high) = WilsonInterval.Of(share, count);
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
        double[] means = [.. Enumerable.Range(0, _runs[TestPairs.Iterations].Count).Select(run => TestPairs.Groups.Average(group => _runs[group][run].Right / _runs[group][run].Count))];
        var spread = means.Length > 1 ? string.Create(CultureInfo.InvariantCulture, $" ± {Math.Sqrt(means.Sum(mean => Math.Pow(mean - means.Average(), 2)) / (means.Length - 1)):F3}") : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"{string.Join(" | ", cells)} | {means.Average():F3}{spread}");
    }
}
