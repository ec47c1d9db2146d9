namespace Giqa.Models;

/// <summary>What a search has found for one query so far.</summary>
internal sealed class QueryCandidates(int neighbours)
{
    private const int MostWaiting = 1 << 13;

    private (int Row, float Key)[] _waiting = [];
    private int _count;

    /// <summary>The nearest of what was measured.</summary>
    internal NearestHeap Nearest { get; } = new(neighbours);

    /// <summary>The smallest keys, all of whose references were measured.</summary>
    internal NearestHeap Smallest { get; } = new(neighbours);

    /// <summary>How many references were measured.</summary>
    internal int Measured { get; set; }

    /// <summary>Lets a reference wait to be measured.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="key">Its key.</param>
    /// <param name="limit">The largest key that needs to wait.</param>
    /// <returns>Whether so many wait that they should be measured now.</returns>
    internal bool Add(int row, float key, float limit)
    {
        if (_count == _waiting.Length)
        {
            Thin(limit);
            if (_count >= _waiting.Length / 2)
            {
                Array.Resize(ref _waiting, Math.Max(64, 2 * _waiting.Length));
            }
        }

        _waiting[_count++] = (row, key);
        return _count == MostWaiting;
    }

    /// <summary>What waits with a key up to a limit, smallest keys first; none of it waits any more.</summary>
    internal ReadOnlySpan<(int Row, float Key)> TakeWaiting(float limit)
    {
        Thin(limit);
        var taken = _waiting.AsSpan(0, _count);
        taken.Sort(static (left, right) => left.Key.CompareTo(right.Key));
        _count = 0;
        return taken;
    }

    /// <summary>Writes the nearest, nearest first, and forgets everything.</summary>
    internal void Drain(Span<int> rows, Span<double> distances)
    {
        Nearest.Drain(rows, distances);
        Smallest.Clear();
        (_count, Measured) = (0, 0);
    }

    private void Thin(float limit)
    {
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            if (_waiting[i].Key <= limit)
            {
                _waiting[kept++] = _waiting[i];
            }
        }

        _count = kept;
    }
}
