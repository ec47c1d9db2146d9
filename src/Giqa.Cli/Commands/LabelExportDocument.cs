using Giqa.Agreement;
using Giqa.Agreement.Labelling;

namespace Giqa.Cli.Commands;

/// <summary>What <c>giqa label export --json</c> prints.</summary>
/// <param name="Out">The file of pairs, or null.</param>
/// <param name="Judgements">All judgements but the skipped ones.</param>
/// <param name="Written">Pairs written.</param>
/// <param name="Dropped">Pairs that the consensus rule dropped.</param>
/// <param name="Observers">Who judged, and how much.</param>
/// <param name="Agreement">How far people agree; null when no pair was judged twice.</param>
/// <param name="Pairs">The pairs, when there is no file; null otherwise.</param>
internal sealed record LabelExportDocument(
    string? Out,
    int Judgements,
    int Written,
    int Dropped,
    IReadOnlyList<LabelProgress> Observers,
    ObserverAgreement? Agreement,
    IReadOnlyList<PairJudgement>? Pairs);
