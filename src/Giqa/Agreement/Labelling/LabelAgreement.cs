namespace Giqa.Agreement.Labelling;

/// <summary>How far one scorer orders the pairs of a labelling as people did.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
internal sealed record LabelAgreement
{
    /// <summary>The scorer's name.</summary>
    public required string Scorer { get; init; }

    /// <summary>The share of pairs that it orders as people did; null when no pair counts.</summary>
    public required PairAccuracyResult? Accuracy { get; init; }

    /// <summary>The pairs that it orders the other way, the largest gap first; ties of people or scores are not included.</summary>
    public required IReadOnlyList<LabelDisagreement> Disagreements { get; init; }

    /// <summary>Compares a scorer with judgements.</summary>
    /// <param name="images">The images of the labelling.</param>
    /// <param name="judgements">What people said about them, by name, after any consensus filter.</param>
    /// <param name="scorer">One score per image.</param>
    public static LabelAgreement Of(IReadOnlyList<LabelImage> images, IReadOnlyList<PairJudgement> judgements, LabelScorer scorer)
    {
        var positions = Enumerable.Range(0, images.Count).ToDictionary(i => images[i].Name, StringComparer.Ordinal);
        double? ScoreOf(string image) => scorer.Ranked[positions[image]];
        var scored = judgements.Where(judgement => ScoreOf(judgement.Left) is not null && ScoreOf(judgement.Right) is not null).ToList();
        var heights = scorer.Qualities.Any(quality => quality is not null) ? scorer.Qualities : Ranks(scorer.Scores);
        var disagreements = from judgement in scored
                            where judgement.Choice != PairChoice.Tie
                            let isLeft = judgement.Choice == PairChoice.Left
                            let preferred = positions[isLeft ? judgement.Left : judgement.Right]
                            let other = positions[isLeft ? judgement.Right : judgement.Left]
                            where scorer.Ranked[preferred] < scorer.Ranked[other]
                            select new LabelDisagreement(preferred, other, (heights[other] - heights[preferred]) ?? 0);
        return new LabelAgreement
        {
            Scorer = scorer.Name,
            Accuracy = scored.Count == 0 ? null : PairAccuracy.Compute(judgements, (_, image) => ScoreOf(image)),
            Disagreements = [.. disagreements.OrderByDescending(pair => pair.Gap)],
        };
    }

    private static double?[] Ranks(IReadOnlyList<double?> scores)
    {
        var ranks = new double?[scores.Count];
        var ordered = Enumerable.Range(0, scores.Count).Where(i => scores[i] is not null).OrderBy(i => scores[i]).ToArray();
        for (var rank = 0; rank < ordered.Length; rank++)
        {
            ranks[ordered[rank]] = (double)rank / ordered.Length;
        }

        return ranks;
    }
}

/// <summary>A pair that people and a scorer order differently.</summary>
/// <param name="Preferred">The image that people prefer, by its position.</param>
/// <param name="Other">The other one, which has the higher score.</param>
/// <param name="Gap">How much higher: a difference of qualities in 0..1, or of ranks in 0..1 where there are no qualities.</param>
internal sealed record LabelDisagreement(int Preferred, int Other, double Gap);
