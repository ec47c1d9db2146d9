namespace Giqa.Models;

/// <summary>The neighbouring columns of a feature vector that one tap of the network fills.</summary>
internal readonly record struct TapRange(int First, int Length)
{
    /// <summary>The taps of a vector: one of all columns where no lengths are given.</summary>
    internal static TapRange[] Of(IReadOnlyList<int> lengths, int columns)
    {
        if (lengths.Count == 0)
        {
            return [new TapRange(0, columns)];
        }

        var (taps, first) = (new TapRange[lengths.Count], 0);
        for (var i = 0; i < taps.Length; i++)
        {
            taps[i] = new TapRange(first, lengths[i]);
            first += lengths[i];
        }

        return taps;
    }
}
