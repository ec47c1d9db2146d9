using Giqa.Agreement;

namespace Giqa.Web.Scorers;

/// <summary>How two scorers of the same images agree, and where they do not.</summary>
/// <param name="First">The one.</param>
/// <param name="Second">The other.</param>
/// <param name="Count">How many images both have scored.</param>
/// <param name="Correlation">Spearman's rank correlation over those; null for fewer than two, or if one scorer finds all equal.</param>
/// <param name="Interval">Its 95 % interval; null for few images.</param>
/// <param name="FirstHigher">Images that the first finds good and the second does not, the furthest apart first.</param>
/// <param name="SecondHigher">The other way round.</param>
internal sealed record ScorerPair(
    ReportScorer First,
    ReportScorer Second,
    int Count,
    double? Correlation,
    (double Low, double High)? Interval,
    IReadOnlyList<int> FirstHigher,
    IReadOnlyList<int> SecondHigher)
{
    internal static ScorerPair Of(ReportScorer first, ReportScorer second)
    {
        int[] both = [.. Enumerable.Range(0, first.Entries.Count).Where(image => first.Entries[image].IsScored && second.Entries[image].IsScored)];
        var rho = both.Length < 2 ? double.NaN : RankCorrelation.Spearman([.. both.Select(image => QualityOf(first, image))], [.. both.Select(image => QualityOf(second, image))]);
        int[] apart = [.. both.Where(image => QualityOf(first, image) != QualityOf(second, image)).OrderByDescending(image => QualityOf(first, image) - QualityOf(second, image))];
        return new ScorerPair(
            first,
            second,
            both.Length,
            double.IsNaN(rho) ? null : rho,
            CorrelationInterval.OfSpearman(rho, both.Length),
            [.. apart.Where(image => QualityOf(first, image) > QualityOf(second, image)).Take(ScorerReport.Ends)],
            [.. apart.Reverse().Where(image => QualityOf(first, image) < QualityOf(second, image)).Take(ScorerReport.Ends)]);
    }

    private static double QualityOf(ReportScorer scorer, int image) => scorer.Entries[image].Quality!.Value;
}
