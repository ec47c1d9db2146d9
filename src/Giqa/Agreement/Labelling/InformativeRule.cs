namespace Giqa.Agreement.Labelling;

/// <summary>
/// Which pairs are worth asking about, given scorers: neither those where all scorers see a wide difference in the same direction, nor those
/// where all see none.
/// </summary>
/// <remarks>Differences are of ranks, as shares of all images: scores of different scorers do not have a common unit.</remarks>
internal sealed class InformativeRule
{
    /// <summary>If every scorer's difference is below this, two images are practically equal.</summary>
    internal const double Least = .05;

    /// <summary>If every scorer's difference is above this, in the same direction, the answer is known.</summary>
    internal const double Most = .4;

    private const double Rounding = 1e-9;

    private readonly double[][] _ranks;

    /// <summary>Ranks the images.</summary>
    /// <param name="scorers">One or more.</param>
    internal InformativeRule(IReadOnlyList<LabelScorer> scorers) => _ranks = [.. scorers.Select(scorer => Ranks(scorer.Ranked))];

    /// <summary>Whether the pair is worth asking about; never if a scorer has no score for an image.</summary>
    internal bool Allows(int first, int second)
    {
        var (least, largest, smallest) = (0.0, double.NegativeInfinity, double.PositiveInfinity);
        foreach (var ranks in _ranks)
        {
            var difference = ranks[first] - ranks[second];
            if (double.IsNaN(difference))
            {
                return false;
            }

            least = Math.Max(least, Math.Abs(difference));
            (largest, smallest) = (Math.Max(largest, difference), Math.Min(smallest, difference));
        }

        return least >= Least - Rounding && smallest <= Most + Rounding && largest >= -Most - Rounding;
    }

    /// <summary>Equal scores share the mean of their ranks.</summary>
    private static double[] Ranks(IReadOnlyList<double?> scores)
    {
        var ranks = new double[scores.Count];
        Array.Fill(ranks, double.NaN);
        int[] order = [.. Enumerable.Range(0, ranks.Length).Where(image => scores[image] is { } score && !double.IsNaN(score)).OrderBy(image => scores[image])];
        for (var start = 0; start < order.Length;)
        {
            var end = start + 1;
            while (end < order.Length && scores[order[end]] == scores[order[start]])
            {
                end++;
            }

            foreach (var image in order.AsSpan(start, end - start))
            {
                ranks[image] = (start + end) / 2.0 / order.Length;
            }

            start = end;
        }

        return ranks;
    }
}
