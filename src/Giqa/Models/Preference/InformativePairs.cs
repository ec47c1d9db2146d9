using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>Says of pairs of images how much their judgement is expected to tell about a utility, and chooses those that tell most.</summary>
/// <param name="prepared">The images' prepared features.</param>
/// <param name="components">The components that the utility is linear in.</param>
/// <param name="posterior">What is known of the utility.</param>
/// <remarks>Not safe for use by several threads at once.</remarks>
internal sealed class InformativePairs(FeatureMatrix prepared, PrincipalComponents components, PreferencePosterior posterior)
{
    private readonly Dictionary<int, Known> _known = [];

    /// <summary>The expected information gain in nats.</summary>
    internal double GainOf(int first, int second)
    {
        var (one, other) = (Know(first), Know(second));
        var (known, kept) = (0.0, 0.0);
        for (var i = 0; i < one.Row.Length; i++)
        {
            known += Square(one.Whitened[i] - other.Whitened[i]);
            kept += Square(one.Row[i] - other.Row[i]);
        }

        // What no judged image has is as uncertain as before any judgement.
        var rest = Math.Max(StableSums.SquaredDistance(prepared.Row(first), prepared.Row(second)) - kept, 0);
        var variance = known + (Square(posterior.PriorDeviation) * rest);
        return InformationGain.Of(one.Utility - other.Utility, Math.Sqrt(variance), posterior.LogTie);
    }

    /// <summary>
    /// Orders candidates for one batch: the largest gain first, but images that the batch has already wait until all others had their
    /// turn, since two answers about one image tell less than about two.
    /// </summary>
    /// <param name="candidates">Pairs by their rows.</param>
    /// <param name="count">The most that come back.</param>
    /// <returns>Numbers of candidates.</returns>
    internal IReadOnlyList<int> Choose(IReadOnlyList<(int First, int Second)> candidates, int count)
    {
        int[] order = [.. candidates.Select((pair, i) => (Gain: GainOf(pair.First, pair.Second), i)).OrderByDescending(candidate => candidate.Gain).ThenBy(candidate => candidate.i).Select(candidate => candidate.i)];
        var (chosen, taken) = (new List<int>(), new bool[candidates.Count]);
        while (chosen.Count < Math.Min(count, order.Length))
        {
            var shown = new HashSet<int>();
            foreach (var i in order)
            {
                var (first, second) = candidates[i];
                if (!taken[i] && chosen.Count < count && !shown.Contains(first) && !shown.Contains(second))
                {
                    taken[i] = true;
                    shown.UnionWith([first, second]);
                    chosen.Add(i);
                }
            }
        }

        return chosen;
    }

    private Known Know(int image)
    {
        if (!_known.TryGetValue(image, out var known))
        {
            var row = components.Transform(prepared.SelectRows([image]), 1, CancellationToken.None);
            var whitened = new double[row.Length];
            posterior.Whiten(row, whitened);
            _known[image] = known = new Known(row, whitened, posterior.Utility(row));
        }

        return known;
    }

    private static double Square(double value) => value * value;

    private sealed record Known(double[] Row, double[] Whitened, double Utility);
}
