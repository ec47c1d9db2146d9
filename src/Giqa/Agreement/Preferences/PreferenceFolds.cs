using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Agreement.Preferences;

/// <summary>
/// Foretells every judgement from others that share no image, and no group of images, with it. Judgements are tested in blocks;
/// what shares a group with a block is left out when the block is foretold. Pairs of few images hang together: a block then ends
/// before less than <see cref="LeastShare"/> of the judgements are left to learn from, and when <see cref="MostBlocks"/> are full
/// the rest goes untested.
/// </summary>
internal sealed class PreferenceFolds
{
    private const int UsualBlocks = 10;
    private const int MostBlocks = 20;
    private const double LeastShare = .6;

    private readonly PreferenceLabels _labels;
    private readonly int[] _groups;
    private readonly ulong _seed;
    private readonly List<(int[] Tested, int[] Learned)> _blocks = [];

    /// <param name="labels">What people said of them.</param>
    /// <param name="groups">The group of every row.</param>
    /// <param name="seed">Determines the blocks.</param>
    internal PreferenceFolds(PreferenceLabels labels, int[] groups, ulong seed)
    {
        (_labels, _groups, _seed) = (labels, groups, seed);
        var random = new SeededRandom(seed);
        var open = random.Permutation(labels.Count).ToList();
        while (open.Count > 0 && _blocks.Count < MostBlocks && Take(open) is { } block)
        {
            _blocks.Add(block);
        }
    }

    /// <summary>How many fits there are.</summary>
    internal int Count => _blocks.Count;

    /// <summary>What is tested, and what is learned from to foretell it: numbers of labels.</summary>
    internal IReadOnlyList<(int[] Tested, int[] Learned)> Blocks => _blocks;

    /// <summary>Foretells the judgements.</summary>
    /// <param name="judged">The judged images; that a tested one is among them tells nothing of what people said of it.</param>
    /// <param name="others">Scorers that learned from none.</param>
    /// <param name="threads">0 means one per core; the result does not depend on it.</param>
    /// <param name="done">Told how many blocks are done.</param>
    /// <param name="cancellationToken">Checked per step of a fit.</param>
    internal PreferenceForecast Run(JudgedImages judged, IReadOnlyList<(string Name, double[] Scores)> others, int threads, Action<int> done, CancellationToken cancellationToken)
    {
        var foretold = new ForetoldLabel[_blocks.Count][];
        var finished = 0;
        ParallelBlocks.Run(
            _blocks.Count,
            threads,
            block =>
            {
                foretold[block] = Foretell(judged, _blocks[block], cancellationToken);
                done(Interlocked.Increment(ref finished));
            },
            cancellationToken);
        return new PreferenceComparing(_labels, _groups, _seed).Of([.. foretold.SelectMany(labels => labels)], others);
    }

    private ForetoldLabel[] Foretell(JudgedImages judged, (int[] Tested, int[] Learned) block, CancellationToken cancellationToken)
    {
        var posterior = PreferenceFit.Run(judged, _labels.Select(block.Learned), hasSpread: false, cancellationToken);
        var mean = _labels.ArePairs ? 0 : block.Learned.Average(label => _labels.Opinions[label].Opinion);
        return Array.ConvertAll(block.Tested, label => new ForetoldLabel(label, [.. _labels.RowsOf(label).Select(row => posterior.Utility(judged.RowOf(row)))], mean));
    }

    /// <summary>Takes a block from the open labels: the first of them, then those that leave out the fewest others.</summary>
    private (int[] Tested, int[] Learned)? Take(List<int> open)
    {
        var size = (_labels.Count + UsualBlocks - 1) / UsualBlocks;
        var (groups, tested) = (new HashSet<int>(), new List<int>());
        var learned = Enumerable.Range(0, _labels.Count).ToArray();
        bool IsWithin(int label, HashSet<int> set) => _labels.RowsOf(label).All(row => set.Contains(_groups[row]));
        while (tested.Count < size && open.Count > 0)
        {
            // Whatever lies within the groups at hand costs nothing more.
            var free = open.FindIndex(label => IsWithin(label, groups));
            var next = free >= 0 ? free : 0;
            HashSet<int> grown = [.. groups, .. _labels.RowsOf(open[next]).Select(row => _groups[row])];
            var left = free >= 0 ? learned : Array.FindAll(learned, label => !_labels.RowsOf(label).Any(row => grown.Contains(_groups[row])));
            if (left.Length < Math.Max(3, tested.Count == 0 ? 3 : LeastShare * _labels.Count))
            {
                break;
            }

            tested.Add(open[next]);
            open.RemoveAt(next);
            (groups, learned) = (grown, left);
        }

        return tested.Count > 0 ? ([.. tested], learned) : null;
    }
}

/// <summary>A judgement as a model foretells it that learned from none of its images.</summary>
/// <param name="Label">The judgement's number.</param>
/// <param name="Utilities">Of the image, or of the first and the second one of a pair.</param>
/// <param name="Mean">The mean of the opinions that were learned from; 0 for pairs.</param>
internal sealed record ForetoldLabel(int Label, double[] Utilities, double Mean)
{
    /// <summary>What goes along with the judgement: the difference of a pair's utilities, or how far the opinion lies above the others.</summary>
    internal double Value => Utilities.Length == 2 ? Utilities[0] - Utilities[1] : Utilities[0] - Mean;
}

/// <summary>How well judgements were foretold.</summary>
/// <param name="Foretold">Those that were foretold.</param>
/// <param name="Figures">The preference model's figure, then the others'.</param>
/// <param name="Verdict">Whether it is better, in one sentence.</param>
internal sealed record PreferenceForecast(IReadOnlyList<ForetoldLabel> Foretold, IReadOnlyList<PreferenceFigure> Figures, string Verdict);
