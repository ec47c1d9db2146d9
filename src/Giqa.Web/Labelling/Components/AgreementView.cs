using Giqa.Agreement;
using Giqa.Agreement.Labelling;

namespace Giqa.Web.Labelling.Components;

/// <summary>What the page on agreement shows.</summary>
internal sealed record AgreementView
{
    /// <summary>Which pairs count.</summary>
    public required ConsensusRule Rule { get; init; }

    /// <summary>How many judgements there are.</summary>
    public required int Judgements { get; init; }

    /// <summary>Who judged, and how.</summary>
    public required IReadOnlyList<ObserverRow> Observers { get; init; }

    /// <summary>Agreement of people among themselves; null if no pair was judged twice.</summary>
    public required ObserverAgreement? Among { get; init; }

    /// <summary>The pairs that count after the rule.</summary>
    public required int Kept { get; init; }

    /// <summary>The pairs that the rule dropped.</summary>
    public required int Dropped { get; init; }

    /// <summary>Every scorer compared with the pairs that count.</summary>
    public required IReadOnlyList<LabelAgreement> Scorers { get; init; }

    /// <summary>Their scores, in the same order.</summary>
    public required IReadOnlyList<LabelScorer> Scores { get; init; }

    /// <summary>How well people are predicted, by the number of judgements; null if nothing is learned.</summary>
    public required IReadOnlyList<LearningStep>? Learning { get; init; }

    internal static AgreementView Of(LabelStore labelling, ConsensusRule rule, IReadOnlyList<LearningStep>? learning)
    {
        var judgements = labelling.Judgements();
        var (kept, dropped) = Consensus.Filter(judgements, rule);
        var scorers = labelling.Scorers();
        return new AgreementView
        {
            Rule = rule,
            Learning = learning,
            Judgements = judgements.Count,
            Observers = [.. labelling.Progress().Select(progress => RowOf(progress, [.. judgements.Where(judgement => judgement.Observer == progress.Observer)]))],
            Among = Consensus.Measure(judgements),
            Kept = kept.Count,
            Dropped = dropped,
            Scores = scorers,
            Scorers = [.. scorers.Select(scorer => LabelAgreement.Of(labelling.Images, kept, scorer))],
        };
    }

    private static ObserverRow RowOf(LabelProgress progress, PairJudgement[] own)
    {
        var decided = own.Where(judgement => judgement.Choice != PairChoice.Tie).ToArray();
        return new ObserverRow(
            progress.Observer,
            progress.Judged,
            progress.Skipped,
            progress.Seconds,
            own.Length == 0 ? double.NaN : 1 - ((double)decided.Length / own.Length),
            decided.Length == 0 ? double.NaN : (double)decided.Count(judgement => judgement.Choice == PairChoice.Left) / decided.Length);
    }
}

/// <summary>How one observer answers.</summary>
/// <param name="Name">Who.</param>
/// <param name="Judged">Pairs with an answer.</param>
/// <param name="Skipped">Pairs without one.</param>
/// <param name="Seconds">The median time of an answer; null when unknown.</param>
/// <param name="Ties">The share of answers that were ties; NaN without answers.</param>
/// <param name="Left">The share of the other answers that chose the left image: far from a half suggests clicking without looking.</param>
internal sealed record ObserverRow(string Name, int Judged, int Skipped, double? Seconds, double Ties, double Left);
