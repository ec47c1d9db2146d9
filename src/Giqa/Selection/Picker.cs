using Giqa.Scores;

namespace Giqa.Selection;

/// <summary>The image picker (GIQA, section 4.3): keeps the best of a scored set.</summary>
public static class Picker
{
    /// <summary>All scored rows, best first: by raw score, equal scores in the order of the table.</summary>
    /// <returns>Row numbers of <paramref name="scores"/>; rows without a score are not among them.</returns>
    public static IReadOnlyList<int> Rank(IReadOnlyList<ImageScore> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return [.. Enumerable.Range(0, scores.Count)
            .Where(i => scores[i] is { IsScored: true, Score: not null })
            .OrderByDescending(i => scores[i].Score!.Value)];
    }

    /// <summary>Keeps the best rows as the rule says.</summary>
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
}
