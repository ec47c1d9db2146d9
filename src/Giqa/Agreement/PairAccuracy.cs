using Giqa.Numerics;

namespace Giqa.Agreement;

/// <summary>How often a scorer orders pairs as people did.</summary>
internal static class PairAccuracy
{
    /// <summary>
    /// The share of pairs whose chosen image has the higher score. A tie, of the scores or of the people, counts one half.
    /// </summary>
    /// <param name="pairs">The pairs, after any consensus filter.</param>
    /// <param name="scoreOf">An image's score; null if it has none, which skips its pairs.</param>
    /// <exception cref="GiqaException">No pair can be judged.</exception>
    public static PairAccuracyResult Compute(IReadOnlyList<PairJudgement> pairs, Func<PairJudgement, string, double?> scoreOf)
    {
        int counted = 0, ties = 0, right = 0;
        var skipped = new List<PairJudgement>();
        foreach (var pair in pairs)
        {
            if (scoreOf(pair, pair.Left) is not { } left || scoreOf(pair, pair.Right) is not { } rightScore)
            {
                skipped.Add(pair);
                continue;
            }

            counted++;
            if (pair.Choice == PairChoice.Tie || left == rightScore)
            {
                ties++;
            }
            else if (left > rightScore == (pair.Choice == PairChoice.Left))
            {
                right++;
            }
        }

        if (counted == 0)
        {
            throw new GiqaException(pairs.Count == 1 ? "the only pair has no scores for both of its images" : $"none of the {pairs.Count} pairs have scores for both of their images");
        }

        var accuracy = (right + (0.5 * ties)) / counted;
        var (low, high) = WilsonInterval.Of(accuracy, counted);
        return new PairAccuracyResult(accuracy, counted, ties, low, high, skipped);
    }
}

/// <summary>How often a scorer orders pairs as people did.</summary>
/// <param name="Accuracy">The share, ties counted one half; 0 to 1, chance is 0.5.</param>
/// <param name="Pairs">Pairs that count.</param>
/// <param name="Ties">Pairs among them that are tied by their scores or by the people.</param>
/// <param name="Low">The lower end of the 95 % Wilson interval.</param>
/// <param name="High">Its upper end.</param>
/// <param name="Skipped">Pairs with an image that has no score.</param>
internal sealed record PairAccuracyResult(
    double Accuracy, int Pairs, int Ties, double Low, double High, IReadOnlyList<PairJudgement> Skipped);
