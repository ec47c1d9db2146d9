namespace Giqa.Cli.Commands;

/// <summary>What <c>giqa label plan --json</c> prints.</summary>
/// <param name="Out">The folder.</param>
/// <param name="Pairs">How many pairs it has.</param>
/// <param name="Images">How many images they are of.</param>
/// <param name="Seed">The random seed.</param>
/// <param name="Scorers">The scorers that decide which pairs are informative.</param>
/// <param name="Kinds">The pairs by kind; a kind that these images cannot make is not named.</param>
/// <param name="LeftOut">Images that cannot be shown, as far as they were looked at.</param>
internal sealed record LabelPlanDocument(string Out, int Pairs, int Images, ulong Seed, IReadOnlyList<string> Scorers, IReadOnlyList<PlannedKind> Kinds, int LeftOut);

/// <summary>Pairs of one kind.</summary>
/// <param name="Kind">within, between, training or real.</param>
/// <param name="Pairs">How many.</param>
/// <param name="Share">How many would be an equal share.</param>
internal sealed record PlannedKind(string Kind, int Pairs, int Share);
