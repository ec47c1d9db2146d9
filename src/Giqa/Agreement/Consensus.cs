namespace Giqa.Agreement;

/// <summary>Merges the judgements of several people, pair by pair.</summary>
internal static class Consensus
{
    /// <summary>
    /// One judgement per pair: the choice that the rule accepts. A pair given the other way round is the same pair. Pairs
    /// judged once always stay.
    /// </summary>
    /// <returns>What is left, in the order of first appearance, and how many pairs the rule dropped.</returns>
    public static (IReadOnlyList<PairJudgement> Pairs, int Dropped) Filter(IReadOnlyList<PairJudgement> judgements, ConsensusRule rule)
    {
        if (rule == ConsensusRule.None)
        {
            return (judgements, 0);
        }

        var kept = new List<PairJudgement>();
        var dropped = 0;
        foreach (var group in Group(judgements))
        {
            var best = group.GroupBy(judgement => judgement.Choice).MaxBy(choice => choice.Count())!;
            var needed = rule == ConsensusRule.Unanimous ? group.Count : (group.Count / 2) + 1;
            if (best.Count() >= needed)
            {
                kept.Add(group[0] with { Choice = best.Key, Observer = null });
            }
            else
            {
                dropped++;
            }
        }

        return (kept, dropped);
    }

    /// <summary>How far the observers agree among themselves; null if no pair was judged twice.</summary>
    /// <remarks>
    /// Percent agreement is the probability that two judgements of one pair coincide. Fleiss' kappa relates it to chance:
    /// (P - Pe) / (1 - Pe), where Pe comes from the overall frequencies of left, right and tie; 1 is full agreement, 0 is
    /// chance level. Pairs may have different numbers of judgements; those with one are left out.
    /// </remarks>
    public static ObserverAgreement? Measure(IReadOnlyList<PairJudgement> judgements)
    {
        var groups = Group(judgements).Where(group => group.Count > 1).ToList();
        if (groups.Count == 0)
        {
            return null;
        }

        var observed = groups.Average(PairAgreement);
        var all = groups.SelectMany(group => group).ToList();
        var expected = all.GroupBy(judgement => judgement.Choice).Sum(choice => Math.Pow((double)choice.Count() / all.Count, 2));
        var kappa = expected < 1.0 ? (observed - expected) / (1.0 - expected) : 1.0;
        var observers = judgements.Select(judgement => judgement.Observer).OfType<string>().Distinct(StringComparer.Ordinal).Count();
        return new ObserverAgreement(groups.Count, observers, observed, kappa);
    }

    private static double PairAgreement(List<PairJudgement> group)
    {
        var same = group.GroupBy(judgement => judgement.Choice).Sum(choice => (long)choice.Count() * (choice.Count() - 1));
        return same / ((double)group.Count * (group.Count - 1));
    }

    /// <summary>The judgements of one pair, all in the orientation of the first.</summary>
    private static List<List<PairJudgement>> Group(IReadOnlyList<PairJudgement> judgements)
    {
        var groups = new Dictionary<(string, string), List<PairJudgement>>();
        var order = new List<List<PairJudgement>>();
        foreach (var judgement in judgements)
        {
            if (groups.TryGetValue((judgement.Left, judgement.Right), out var group))
            {
                group.Add(judgement);
            }
            else if (groups.TryGetValue((judgement.Right, judgement.Left), out group))
            {
                group.Add(Turn(judgement));
            }
            else
            {
                group = [judgement];
                groups.Add((judgement.Left, judgement.Right), group);
                order.Add(group);
            }
        }

        return order;
    }

    private static PairJudgement Turn(PairJudgement judgement) => judgement with
    {
        Left = judgement.Right,
        Right = judgement.Left,
        Choice = judgement.Choice switch
        {
            PairChoice.Left => PairChoice.Right,
            PairChoice.Right => PairChoice.Left,
            _ => PairChoice.Tie,
        },
    };
}

/// <summary>Which pairs count when several people judged them.</summary>
internal enum ConsensusRule
{
    /// <summary>Only pairs on which all agree, as the paper does.</summary>
    Unanimous,

    /// <summary>Pairs on which more than half agree.</summary>
    Majority,

    /// <summary>Every judgement counts as a separate pair.</summary>
    None,
}

/// <summary>How far people agree among themselves.</summary>
/// <param name="Pairs">Pairs that were judged more than once.</param>
/// <param name="Observers">Different observers named in the file.</param>
/// <param name="PercentAgreement">The chance that two judgements of one pair coincide; 0 to 1.</param>
/// <param name="FleissKappa">The same beyond chance; at most 1.</param>
internal sealed record ObserverAgreement(int Pairs, int Observers, double PercentAgreement, double FleissKappa);
