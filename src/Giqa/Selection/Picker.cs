using Giqa.Scores;

namespace Giqa.Selection;

/// <summary>The image picker (GIQA, section 4.3): keeps the best of a scored set.</summary>
public static class Picker
{
    /// <summary>All scored rows, best first: by quality, or by raw score if no row has one; equals in the order of the table.</summary>
    /// <returns>Row numbers of <paramref name="scores"/>; rows without a score are not among them.</returns>
    public static IReadOnlyList<int> Rank(IReadOnlyList<ImageScore> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return [.. Enumerable.Range(0, scores.Count)
            .Where(i => scores[i] is { IsScored: true, Score: not null })
            .OrderByDescending(i => scores[i].Quality ?? double.NegativeInfinity)
            .ThenByDescending(i => scores[i].Score!.Value)];
    }

    /// <summary>Keeps the best rows according to the rule.</summary>
    /// <param name="scores">The table; rows without a score are never kept and never counted.</param>
    /// <param name="rule">How many to keep.</param>
    /// <returns>The kept row numbers, best first.</returns>
    /// <exception cref="GiqaException">The rule asks for a quality, but a scored row has none.</exception>
    public static IReadOnlyList<int> Pick(IReadOnlyList<ImageScore> scores, PickRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var ranked = Rank(scores);
        var qualities = ranked.Select(i => scores[i].Quality ?? throw new GiqaException(
            $"{scores[i].Image} has a score but no quality: score the images with a fitted model"));
        return [.. ranked.Take(rule.KeptCount(ranked.Count, qualities))];
    }

    /// <summary>Keeps the best rows of each group, such as the best results for each reference.</summary>
    /// <param name="scores">The table; rows without a score or a group are never kept and never counted.</param>
    /// <param name="rule">How many to keep of each group.</param>
    /// <param name="groupOf">The group of a row; null for none.</param>
    /// <returns>The kept row numbers, group by group in the order of the table, each best first.</returns>
    /// <exception cref="GiqaException">The rule asks for a quality, but a scored row has none.</exception>
    public static IReadOnlyList<int> PickPerGroup(IReadOnlyList<ImageScore> scores, PickRule rule, Func<ImageScore, string?> groupOf)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(groupOf);
        var groups = Enumerable.Range(0, scores.Count).Where(row => groupOf(scores[row]) is not null).GroupBy(row => groupOf(scores[row]), StringComparer.Ordinal);
        return [.. groups.SelectMany(group =>
        {
            int[] rows = [.. group];
            return Pick(Array.ConvertAll(rows, row => scores[row]), rule).Select(kept => rows[kept]);
        })];
    }
}
