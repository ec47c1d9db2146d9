using System.Collections;

namespace Giqa.Features;

/// <summary>The items of several files, concatenated.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
internal sealed class JoinedItems : IReadOnlyList<FeatureItem>
{
    private readonly PackedItems[] _parts;
    private readonly int[] _ends;

    internal JoinedItems(IReadOnlyList<PackedItems> parts)
    {
        _parts = [.. parts.Where(part => part.Count > 0)];
        _ends = new int[_parts.Length];
        for (var (i, end) = (0, 0); i < _parts.Length; i++)
        {
            end = checked(end + _parts[i].Count);
            _ends[i] = end;
        }
    }

    public int Count => _ends.Length == 0 ? 0 : _ends[^1];

    /// <summary>How many have no fault.</summary>
    internal int SoundCount => _parts.Sum(part => part.SoundCount);

    public FeatureItem this[int index]
    {
        get
        {
            var part = PartOf(index);
            return _parts[part][index - StartOf(part)];
        }
    }

    /// <summary>How many of the first items have no fault.</summary>
    internal int SoundBefore(int index)
    {
        if (index == Count)
        {
            return SoundCount;
        }

        var part = PartOf(index);
        return _parts.Take(part).Sum(before => before.SoundCount) + _parts[part].SoundBefore(index - StartOf(part));
    }

    public IEnumerator<FeatureItem> GetEnumerator() => _parts.SelectMany(part => part).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int StartOf(int part) => part == 0 ? 0 : _ends[part - 1];

    private int PartOf(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        var part = Array.BinarySearch(_ends, index + 1);
        return part < 0 ? ~part : part;
    }
}
