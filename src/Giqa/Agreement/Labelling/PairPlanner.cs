using Giqa.Numerics;

namespace Giqa.Agreement.Labelling;

/// <summary>Draws pairs one by one according to <see cref="PairPlan"/>.</summary>
internal sealed class PairPlanner
{
    private enum Standing
    {
        Unknown,
        Usable,
        Unusable,
    }

    private readonly IReadOnlyList<LabelImage> _images;
    private readonly Func<int, bool> _isUsable;
    private readonly SeededRandom _random;
    private readonly double[] _ranks;
    private readonly int[] _groups;
    private readonly int[] _shown;
    private readonly Standing[] _standing;
    private readonly HashSet<ImagePair> _drawn = [];
    private readonly List<int>[] _levels;
    private readonly bool _hasGroups;
    private int _number;

    internal PairPlanner(IReadOnlyList<LabelImage> images, ulong seed, Func<int, bool> isUsable)
    {
        (_images, _isUsable) = (images, isUsable);
        _random = new SeededRandom(seed);
        _ranks = Ranks(images);
        _groups = Groups(images);
        _hasGroups = _groups.Distinct().Skip(1).Any();
        _shown = new int[images.Count];
        _standing = new Standing[images.Count];
        _levels = new List<int>[PairPlan.Levels];
        for (var level = 0; level < _levels.Length; level++)
        {
            _levels[level] = [];
        }

        foreach (var image in _random.Permutation(images.Count))
        {
            var rank = double.IsNaN(_ranks[image]) ? _random.NextDouble() : _ranks[image];
            _levels[Math.Min((int)(rank * PairPlan.Levels), PairPlan.Levels - 1)].Add(image);
        }
    }

    /// <summary>The next pair, or null when there are no more.</summary>
    internal ImagePair? Next()
    {
        while (First() is { } first)
        {
            if (Second(first) is not { } second)
            {
                _standing[first] = Standing.Unusable;
                continue;
            }

            _number++;
            _shown[first]++;
            _shown[second]++;
            _ = _drawn.Add(Key(first, second));
            return new ImagePair(first, second);
        }

        return null;
    }

    private int? First()
    {
        for (var step = 0; step < _levels.Length; step++)
        {
            var level = _levels[(_number + step) % _levels.Length];
            if (Least(level, _ => 0) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private int? Second(int first)
    {
        var distance = _number % 3;
        var across = _number / 3 % 2 == 0;
        return Least(Enumerable.Range(0, _images.Count), image => image == first || _drawn.Contains(Key(first, image))
            ? -1
            : (Distance(first, image) is { } found && found != distance ? 2 : 0) + (_hasGroups && _groups[first] != _groups[image] != across ? 1 : 0));
    }

    /// <summary>Of the usable images with the least misfit, one of those shown least; a negative misfit excludes.</summary>
    private int? Least(IEnumerable<int> images, Func<int, int> misfit)
    {
        while (true)
        {
            var (best, bestKey, equals) = (-1, (int.MaxValue, int.MaxValue), 0);
            foreach (var image in images)
            {
                if (_standing[image] == Standing.Unusable || misfit(image) is not (>= 0 and var misfits))
                {
                    continue;
                }

                var key = (misfits, _shown[image]);
                var order = key.CompareTo(bestKey);
                equals = order < 0 ? 1 : order == 0 ? equals + 1 : equals;
                if (order < 0 || (order == 0 && _random.NextInt(equals) == 0))
                {
                    (best, bestKey) = (image, key);
                }
            }

            if (best < 0 || IsUsable(best))
            {
                return best < 0 ? null : best;
            }
        }
    }

    private bool IsUsable(int image)
    {
        if (_standing[image] == Standing.Unknown)
        {
            _standing[image] = _isUsable(image) ? Standing.Usable : Standing.Unusable;
        }

        return _standing[image] == Standing.Usable;
    }

    private int? Distance(int first, int second)
    {
        var gap = Math.Abs(_ranks[first] - _ranks[second]);
        return double.IsNaN(gap) ? null : gap <= PairPlan.NearGap ? 0 : gap <= PairPlan.MiddleGap ? 1 : 2;
    }

    private static ImagePair Key(int first, int second) => new(Math.Min(first, second), Math.Max(first, second));

    /// <summary>Ranks of the qualities, in 0..1; NaN where there is none.</summary>
    private static double[] Ranks(IReadOnlyList<LabelImage> images)
    {
        var ranks = new double[images.Count];
        Array.Fill(ranks, double.NaN);
        var ordered = Enumerable.Range(0, images.Count).Where(i => images[i].Quality is not null).OrderBy(i => images[i].Quality).ToArray();
        for (var rank = 0; rank < ordered.Length; rank++)
        {
            ranks[ordered[rank]] = (rank + .5) / ordered.Length;
        }

        return ranks;
    }

    private static int[] Groups(IReadOnlyList<LabelImage> images)
    {
        var numbers = new Dictionary<(string, long?), int>();
        var groups = new int[images.Count];
        for (var i = 0; i < groups.Length; i++)
        {
            var key = (images[i].Set, images[i].Iteration);
            groups[i] = numbers.TryGetValue(key, out var number) ? number : numbers[key] = numbers.Count;
        }

        return groups;
    }
}
