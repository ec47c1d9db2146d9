namespace Giqa.Metrics.Pairs;

/// <summary>What is made of numbered images, made once each and kept until the last of its uses.</summary>
/// <param name="make">Makes the value of a number.</param>
/// <param name="uses">Every use that will come, by number; negative numbers are none.</param>
internal sealed class KeptValues<T>(Func<int, T> make, IEnumerable<int> uses)
{
    private readonly Dictionary<int, T> _kept = [];
    private readonly Dictionary<int, int> _left = uses.Where(number => number >= 0).GroupBy(number => number).ToDictionary(group => group.Key, group => group.Count());

    /// <summary>How many values are kept now.</summary>
    internal int Count => _kept.Count;

    /// <summary>Takes one of the uses that were announced.</summary>
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
