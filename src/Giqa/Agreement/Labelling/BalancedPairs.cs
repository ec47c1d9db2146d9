using Giqa.Numerics;

namespace Giqa.Agreement.Labelling;

/// <summary>
/// Chooses pairs for people to test scorers with: the kinds of pairs in turn, within a kind the generators in turn, for a generator the
/// iterations shown least so far, among their images those shown least so far, and only pairs that an <see cref="InformativeRule"/> allows.
/// If a kind has no more, the others continue. No pair occurs twice; any beginning of the list is as balanced as the whole.
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
    /// <param name="seed">Determines the random draws.</param>
    /// <param name="isUsable">Called at most once for an image, before it is chosen.</param>
    internal BalancedPairs(IReadOnlyList<LabelImage> images, Func<int, bool> isReal, InformativeRule rule, ulong seed, Func<int, bool> isUsable)
    {
        (_rule, _isUsable) = (rule, isUsable);
        (_shown, _usable) = (new int[images.Count], new bool?[images.Count]);
        var random = new SeededRandom(seed);
        int[] order = random.Permutation(images.Count);
        var reals = new Group(string.Empty, [.. order.Where(isReal)]);
        var generators = order.Where(image => !isReal(image)).GroupBy(image => images[image].Set, StringComparer.Ordinal).OrderBy(set => set.Key, StringComparer.Ordinal)
            .Select(set => (Group[])[.. set.GroupBy(image => images[image].Iteration).OrderBy(group => group.Key ?? 0).Select(group => new Group(set.Key, [.. group]))])
            .ToArray();
        Add(PairKind.Within, generators.SelectMany(groups => groups.Select(group => new Stratum(group, group))), random);
        Add(PairKind.Between, Couples(generators).SelectMany(two => two.First.SelectMany(first => two.Second.Select(second => new Stratum(first, second)))), random);
        Add(PairKind.Training, generators.SelectMany(Couples).Select(two => new Stratum(two.First, two.Second)), random);
        Add(PairKind.Real, generators.SelectMany(groups => groups.Select(group => new Stratum(group, reals))), random);
    }

    /// <summary>The kinds of which these images can make pairs.</summary>
    internal IReadOnlyList<PairKind> Kinds => [.. _kinds.Select(kind => kind.Of)];

    /// <summary>Chooses pairs.</summary>
    /// <param name="count">How many; fewer are returned if there are not enough.</param>
    /// <param name="cancellationToken">Checked for every pair.</param>
    internal IReadOnlyList<BalancedPair> Choose(int count, CancellationToken cancellationToken)
    {
        var (pairs, open) = (new List<BalancedPair>(), new Queue<Kind>(_kinds));
        while (pairs.Count < count && open.TryDequeue(out var kind))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Next(kind) is { } pair)
            {
                pairs.Add(new BalancedPair(pair, kind.Of));
                open.Enqueue(kind);
            }
        }

        return pairs;
    }

    /// <summary>Adds a kind, with its strata in random order, so that early iterations do not always come first.</summary>
    private void Add(PairKind kind, IEnumerable<Stratum> strata, SeededRandom random)
    {
        Stratum[] usable = [.. strata.Where(stratum => stratum.First.Images.Length > 0 && stratum.Second.Images.Length > (stratum.IsOne ? 1 : 0))];
        if (usable.Length > 0)
        {
            _kinds.Add(new Kind(kind, [.. random.Permutation(usable.Length).Select(place => usable[place])]));
        }
    }

    /// <summary>A pair from the stratum whose turn it is, among those that have one.</summary>
    private ImagePair? Next(Kind kind)
    {
        while (kind.Strata.MinBy(kind.Due) is { } stratum)
        {
            if (Next(stratum) is { } pair)
            {
                kind.Count(stratum);
                return pair;
            }

            _ = kind.Strata.Remove(stratum);
        }

        return null;
    }

    private ImagePair? Next(Stratum stratum)
    {
        while (Least(stratum.First.Images, image => !stratum.Exhausted.Contains(image)) is { } first)
        {
            if (Least(stratum.Second.Images, image => image != first && !_drawn.Contains(Key(first, image)) && _rule.Allows(first, image)) is { } second)
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

    /// <summary>Of the images that fit, one of those shown least; among these the first in the random order.</summary>
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

    /// <summary>The images of a generator after equally many iterations, or the real ones.</summary>
    private sealed record Group(string Generator, int[] Images)
    {
        /// <summary>How many pairs have shown it, of whatever kind.</summary>
        internal int Shown { get; set; }
    }

    private sealed record Kind(PairKind Of, List<Stratum> Strata)
    {
        private readonly Dictionary<string, int> _generators = new(StringComparer.Ordinal);

        /// <summary>The order of turns: the generators that the kind has shown least, then the iterations that all kinds have shown least, then what it used least.</summary>
        internal (int Generators, int Iterations, int Taken) Due(Stratum stratum) =>
            (CountOf(stratum.First) + CountOf(stratum.Second), stratum.First.Shown + stratum.Second.Shown, stratum.Taken);

        internal void Count(Stratum stratum)
        {
            stratum.Taken++;
            foreach (var group in (Group[])[stratum.First, stratum.Second])
            {
                group.Shown++;
                _generators[group.Generator] = CountOf(group) + 1;
            }
        }

        private int CountOf(Group group) => _generators.GetValueOrDefault(group.Generator);
    }

    private sealed record Stratum(Group First, Group Second)
    {
        internal bool IsOne => ReferenceEquals(First, Second);

        internal int Taken { get; set; }

        /// <summary>Images of the first side without remaining partners.</summary>
        internal HashSet<int> Exhausted { get; } = [];
    }
}

/// <summary>A pair for a test of scorers.</summary>
/// <param name="Images">The two images.</param>
/// <param name="Kind">What they are to each other.</param>
internal readonly record struct BalancedPair(ImagePair Images, PairKind Kind);
