namespace Giqa.Agreement;

/// <summary>How often a scorer orders pairs as people did.</summary>
/// <param name="Accuracy">The share, ties counted one half; 0 to 1, chance is 0.5.</param>
/// <param name="Pairs">Pairs that count.</param>
/// <param name="Ties">Pairs among them that are tied by their scores or by the people.</param>
/// <param name="Low">The lower end of the 95 % Wilson interval.</param>
/// <param name="High">Its upper end.</param>
/// <param name="Skipped">Pairs with an image that has no score.</param>
public sealed record PairAccuracyResult(
    double Accuracy, int Pairs, int Ties, double Low, double High, IReadOnlyList<PairJudgement> Skipped);
