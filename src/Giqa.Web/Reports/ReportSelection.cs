namespace Giqa.Web.Reports;

/// <summary>Which entries of a report are shown as images; all are positions in <see cref="ScoreReport.Entries"/>.</summary>
internal sealed record ReportSelection
{
    private const int QuantileCount = 11;

    /// <summary>The best images, best first.</summary>
    public required IReadOnlyList<int> Best { get; init; }

    /// <summary>The worst images, worst first; none of them is among <see cref="Best"/>.</summary>
    public required IReadOnlyList<int> Worst { get; init; }

    /// <summary>Randomly drawn images, in the order of the entries.</summary>
    public required IReadOnlyList<int> Random { get; init; }

    /// <summary>The images at evenly spaced ranks, from the worst to the best.</summary>
    public required IReadOnlyList<int> Quantiles { get; init; }

    /// <summary>Every position that occurs, once.</summary>
    public IEnumerable<int> All => Best.Concat(Worst).Concat(Random).Concat(Quantiles).Distinct();

    /// <summary>Chooses what to show by the raw scores; equal scores stay in the order of the entries.</summary>
    /// <param name="entries">All entries; those without a score are never chosen.</param>
    /// <param name="count">The most images in each gallery, at least 1. Few entries are shared between best and worst.</param>
    /// <param name="seed">Determines the random images.</param>
    public static ReportSelection Choose(IReadOnlyList<ReportEntry> entries, int count = 24, ulong seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var ranked = Ranking.WorstFirst(entries);
        var best = Math.Min(count, (ranked.Length + 1) / 2);
        var worst = Math.Min(count, ranked.Length / 2);
        return new ReportSelection
        {
            Best = [.. ranked.AsEnumerable().Reverse().Take(best)],
            Worst = [.. ranked.Take(worst)],
            Random = [.. ranked.OrderBy(i => Mix(seed, i)).Take(count).Order()],
            Quantiles = AtQuantiles(ranked),
        };
    }

    private static int[] AtQuantiles(int[] ranked)
    {
        var count = Math.Min(QuantileCount, ranked.Length);
        return count == 1 ? ranked : [.. Enumerable.Range(0, count).Select(i => ranked[(int)((long)i * (ranked.Length - 1) / (count - 1))])];
    }

    /// <summary>SplitMix64's finaliser (Steele, Lea, Flood 2014): a fixed shuffle of positions, equal for equal seeds.</summary>
    private static ulong Mix(ulong seed, int position)
    {
        unchecked
        {
            var z = seed + (0x9E3779B97F4A7C15UL * ((ulong)position + 1));
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
