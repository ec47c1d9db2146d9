using Giqa.Features;
using Giqa.Models;
using Giqa.Scores;

namespace Giqa.Cli.Inputs;

/// <summary>The inputs that a run skipped, and how they are reported.</summary>
internal sealed class SkippedList
{
    private const int Shown = 10;

    private readonly List<SkippedImage> _items = [];
    private int _seen;
    private int _ofSmallRange;

    /// <summary>What was skipped, in order.</summary>
    public IReadOnlyList<SkippedImage> Items => _items;

    /// <summary><see cref="ExitCode.Done"/>, or <see cref="ExitCode.Skipped"/> when something was.</summary>
    public int Code => _items.Count == 0 ? ExitCode.Done : ExitCode.Skipped;

    /// <summary>Records an item if it was skipped.</summary>
    public void See(ImageFeatures item)
    {
        _seen++;
        _ofSmallRange += item.IsOfSmallRange ? 1 : 0;
        if (item.Fault is { } fault)
        {
            _items.Add(new SkippedImage(item.Name, ImageScore.StatusOf(fault), item.Detail));
        }
    }

    /// <summary>What is missing in a set of features.</summary>
    /// <exception cref="GiqaException">None of its items has features.</exception>
    public static SkippedList Of(FeatureSet set)
    {
        var list = new SkippedList { _seen = set.Items.Count };
        if (set.Matrix.Rows < set.Items.Count)
        {
            foreach (var item in set.Items.Where(item => item.Fault is not null))
            {
                list._items.Add(new SkippedImage(item.Name, ImageScore.StatusOf(item.Fault!.Value), item.Detail));
            }
        }

        return set.Matrix.Rows > 0 ? list
            : throw new GiqaException($"{(set.Items.Count == 1 ? "the only input cannot be used:" : $"none of the {set.Items.Count} inputs could be used; first")} {list._items[0].Image}: {list._items[0].Status}, {list._items[0].Detail}");
    }

    /// <summary>Records an item without a score, and why.</summary>
    public void See(ImageScore score)
    {
        _seen++;
        if (!score.IsScored)
        {
            _items.Add(new SkippedImage(score.Image, score.Status, score.Detail));
        }
    }

    /// <summary>Lists on stderr what was skipped, the first ten by name.</summary>
    public void Tell(Session session)
    {
        if (_ofSmallRange > 0)
        {
            session.Warn($"{Counted.Among(_ofSmallRange, _seen, "image")} {(_ofSmallRange == 1 ? "has" : "have")} 16 bits per channel but {(_ofSmallRange == 1 ? "uses 12 or fewer, so it decodes" : "use 12 or fewer, so they decode")} almost black: rescale to the full range first");
        }

        if (_items.Count == 0)
        {
            return;
        }

        session.Warn($"{Counted.Among(_items.Count, _seen, "input")} {(_items.Count == 1 ? "was" : "were")} skipped:");
        foreach (var item in _items.Take(Shown))
        {
            session.Warn($"  {item.Image}: {item.Status}{(item.Detail is null ? string.Empty : $", {item.Detail}")}");
        }

        if (_items.Count > Shown)
        {
            session.Warn($"  and {_items.Count - Shown} more");
        }
    }
}

/// <summary>An input without features, and why.</summary>
internal sealed record SkippedImage(string Image, string Status, string? Detail);
