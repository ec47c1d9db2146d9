using Giqa.Numerics;

namespace Giqa.Agreement.Labelling;

/// <summary>
/// Chooses pairs for a test of scorers by people: the kinds of pairs in turn, within a kind the generators and their iterations in turn,
/// of their images those shown least so far, and only pairs that an <see cref="InformativeRule"/> allows. Where a kind has no more, the
/// others go on. No pair comes twice; any beginning of the list is as balanced as the whole.
/// </summary>
internal sealed class BalancedPairs
{
    private readonly InformativeRule _rule;
    private readonly Func<int, bool> _isUsable;
    private readonly int[] _shown;
    private readonly bool?[] _usable;
    private readonly HashSet<ImagePair> _drawn = [];
    private readonly List<Kind> _kinds = [];

    /// <summary>Sorts the images.</summary>
    /// <param name="images">Generated and real ones.</param>
    /// <param name="isReal">Which of them are real.</param>
    /// <param name="rule">Which pairs are worth asking about.</param>
    /// <param name="seed">Determines what chance draws.</param>
    /// <param name="isUsable">Asked at most once of an image, before it is chosen.</param>
    internal BalancedPairs(IReadOnlyList<LabelImage> images, Func<int, bool> isReal, InformativeRule rule, ulong seed, Func<int, bool> isUsable)
    {
        (_rule, _isUsable) = (rule, isUsable);
        (_shown, _usable) = (new int[images.Count], new bool?[images.Count]);
        int[] order = new SeededRandom(seed).Permutation(images.Count);
        int[] reals = [.. order.Where(isReal)];
        var generators = order.Where(image => !isReal(image)).GroupBy(image => images[image].Set, StringComparer.Ordinal).OrderBy(set => set.Key, StringComparer.Ordinal)
            .Select(set => (int[][])[.. set.GroupBy(image => images[image].Iteration).OrderBy(group => group.Key ?? 0).Select(group => group.ToArray())])
            .ToArray();
        Add(PairKind.Within, generators.SelectMany(groups => groups.Select(group => new Stratum(group, group))));
        Add(PairKind.Between, Couples(generators).Select(two => new Stratum([.. two.First.SelectMany(group => group)], [.. two.Second.SelectMany(group => group)])));
        Add(PairKind.Training, generators.SelectMany(Couples).Select(two => new Stratum(two.First, two.Second)));
        Add(PairKind.Real, generators.SelectMany(groups => groups.Select(group => new Stratum(group, reals))));
    }

    /// <summary>The kinds that these images can make any pairs of.</summary>
    internal IReadOnlyList<PairKind> Kinds => [.. _kinds.Select(kind => kind.Of)];

    /// <summary>Chooses pairs.</summary>
    /// <param name="count">How many; fewer come back when there are not so many.</param>
    /// <param name="cancellationToken">Checked for every pair.</param>
    internal IReadOnlyList<BalancedPair> Choose(int count, CancellationToken cancellationToken)
    {
        var (pairs, open) = (new List<BalancedPair>(), new Queue<Kind>(_kinds));
        while (pairs.Count < count && open.TryDequeue(out var kind))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Next(kind.Strata) is { } pair)
            {
                pairs.Add(new BalancedPair(pair, kind.Of));
                open.Enqueue(kind);
            }
        }

        return pairs;
    }

    private void Add(PairKind kind, IEnumerable<Stratum> strata)
    {
        var queue = new Queue<Stratum>(strata.Where(stratum => stratum.First.Length > 0 && stratum.Second.Length > (stratum.IsOne ? 1 : 0)));
        if (queue.Count > 0)
        {
            _kinds.Add(new Kind(kind, queue));
        }
    }

    /// <summary>A pair of the next stratum that has one.</summary>
    private ImagePair? Next(Queue<Stratum> strata)
    {
        while (strata.TryDequeue(out var stratum))
        {
            if (Next(stratum) is { } pair)
            {
                strata.Enqueue(stratum);
                return pair;
            }
        }

        return null;
    }

    private ImagePair? Next(Stratum stratum)
    {
        while (Least(stratum.First, image => !stratum.Exhausted.Contains(image)) is { } first)
        {
            if (Least(stratum.Second, image => image != first && !_drawn.Contains(Key(first, image)) && _rule.Allows(first, image)) is { } second)
            {
                _shown[first]++;
                _shown[second]++;
                _ = _drawn.Add(Key(first, second));
                return new ImagePair(first, second);
            }

            _ = stratum.Exhausted.Add(first);
        }

        return null;
    }

    /// <summary>Of the images that fit, one of those shown least; of these the first in the order that was drawn.</summary>
    private int? Least(int[] images, Func<int, bool> fits)
    {
        while (true)
        {
            var best = -1;
            foreach (var image in images)
            {
                if ((best < 0 || _shown[image] < _shown[best]) && _usable[image] != false && fits(image))
                {
                    best = image;
                }
            }

            if (best < 0)
            {
                return null;
            }

            _usable[best] ??= _isUsable(best);
            if (_usable[best] == true)
            {
                return best;
            }
        }
    }

    private static ImagePair Key(int first, int second) => new(Math.Min(first, second), Math.Max(first, second));

    private static IEnumerable<(T First, T Second)> Couples<T>(T[] all) =>
        all.SelectMany((first, i) => all.Skip(i + 1).Select(second => (first, second)));

    private sealed record Kind(PairKind Of, Queue<Stratum> Strata);

    private sealed record Stratum(int[] First, int[] Second)
    {
        internal bool IsOne => ReferenceEquals(First, Second);

        /// <summary>Images of the first side that no partner is left for.</summary>
        internal HashSet<int> Exhausted { get; } = [];
    }
}
