namespace Giqa.Agreement;

/// <summary>How similar two orders are: 1 the same, -1 reversed, 0 unrelated. Ties are corrected for.</summary>
internal static class RankCorrelation
{
    /// <summary>Spearman's rho: the correlation of mid-ranks. NaN where one side is constant.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or there are fewer than 2 values.</exception>
    public static double Spearman(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        Require(x, y);
        var (ranksX, ranksY) = (MidRanks(x), MidRanks(y));
        var mean = (x.Count + 1) / 2.0;
        double both = 0.0, squaresX = 0.0, squaresY = 0.0;
        for (var i = 0; i < ranksX.Length; i++)
        {
            both += (ranksX[i] - mean) * (ranksY[i] - mean);
            squaresX += (ranksX[i] - mean) * (ranksX[i] - mean);
            squaresY += (ranksY[i] - mean) * (ranksY[i] - mean);
        }

        return both / Math.Sqrt(squaresX * squaresY);
    }

    /// <summary>Kendall's tau-b, by Knight's merge sort (1966): n log n. NaN where one side is constant.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or there are fewer than 2 values.</exception>
    public static double Kendall(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        Require(x, y);
        var order = Enumerable.Range(0, x.Count).OrderBy(i => x[i]).ThenBy(i => y[i]).ToArray();
        var sortedX = Array.ConvertAll(order, i => x[i]);
        var sortedY = Array.ConvertAll(order, i => y[i]);
        var pairs = PairsOf(order.Length);
        var tiedX = TiedPairs(sortedX);
        var tiedBoth = TiedPairs([.. order.Select(i => (x[i], y[i]))]);
        var swaps = CountSwaps(sortedY, new double[sortedY.Length], 0, sortedY.Length);
        var tiedY = TiedPairs(sortedY);
        var difference = pairs - tiedX - tiedY + tiedBoth - (2.0 * swaps);
        return difference / Math.Sqrt((double)(pairs - tiedX) * (pairs - tiedY));
    }

    private static void Require(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count != y.Count || x.Count < 2)
        {
            throw new ArgumentException($"two lists of one length, at least 2, are expected, not {x.Count} and {y.Count} values", nameof(y));
        }
    }

    private static double[] MidRanks(IReadOnlyList<double> values)
    {
        var order = Enumerable.Range(0, values.Count).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Count];
        for (var start = 0; start < order.Length;)
        {
            var end = start + 1;
            while (end < order.Length && values[order[end]] == values[order[start]])
            {
                end++;
            }

            for (var i = start; i < end; i++)
            {
                ranks[order[i]] = (start + 1 + end) / 2.0;
            }

            start = end;
        }

        return ranks;
    }

    private static long PairsOf(long count) => count * (count - 1) / 2;

    /// <summary>Pairs of equal neighbours in sorted values.</summary>
    private static long TiedPairs<T>(T[] sorted)
        where T : IEquatable<T>
    {
        long pairs = 0;
        for (var start = 0; start < sorted.Length;)
        {
            var end = start + 1;
            while (end < sorted.Length && sorted[end].Equals(sorted[start]))
            {
                end++;
            }

            pairs += PairsOf(end - start);
            start = end;
        }

        return pairs;
    }

    /// <summary>Sorts a range and counts the pairs in the wrong order.</summary>
    private static long CountSwaps(double[] values, double[] scratch, int start, int end)
    {
        if (end - start < 2)
        {
            return 0;
        }

        var middle = (start + end) / 2;
        var swaps = CountSwaps(values, scratch, start, middle) + CountSwaps(values, scratch, middle, end);
        int left = start, right = middle;
        for (var at = start; at < end; at++)
        {
            if (right >= end || (left < middle && values[left] <= values[right]))
            {
                scratch[at] = values[left++];
            }
            else
            {
                scratch[at] = values[right++];
                swaps += middle - left;
            }
        }

        Array.Copy(scratch, start, values, start, end - start);
        return swaps;
    }
}
