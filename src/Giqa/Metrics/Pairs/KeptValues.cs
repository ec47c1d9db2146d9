namespace Giqa.Metrics.Pairs;

/// <summary>Values made from numbered images, each made once and kept until its last use.</summary>
/// <param name="make">Makes the value of a number.</param>
/// <param name="uses">Every future use, by number; negative numbers do not count.</param>
internal sealed class KeptValues<T>(Func<int, T> make, IEnumerable<int> uses)
{
    private readonly Dictionary<int, T> _kept = [];
    private readonly Dictionary<int, int> _left = uses.Where(number => number >= 0).GroupBy(number => number).ToDictionary(group => group.Key, group => group.Count());

    /// <summary>How many values are kept now.</summary>
    internal int Count => _kept.Count;

    /// <summary>Takes one of the announced uses.</summary>
    internal T Take(int number)
    {
        var value = _kept.TryGetValue(number, out var found) ? found : make(number);
        if (--_left[number] > 0)
        {
            _kept[number] = value;
        }
        else
        {
            _ = _kept.Remove(number);
        }

        return value;
    }
}
