namespace Giqa.Cli.Demo;

/// <summary>What <c>giqa demo</c> says of its emoji.</summary>
/// <param name="Reals">Emoji that the model was fitted on.</param>
/// <param name="Sets">The same other emoji as they are, damaged all over, and damaged in one place.</param>
/// <param name="WorstPlaceInDamage">The share of those damaged in one place whose worst place is inside the damage.</param>
/// <param name="ByChance">What it would be if places were drawn at random.</param>
/// <param name="Files">Where everything is.</param>
internal sealed record EmojiReport(int Reals, IReadOnlyList<EmojiSet> Sets, double WorstPlaceInDamage, double ByChance, DemoFiles Files);

/// <summary>One of the demo's sets of emoji.</summary>
/// <param name="Set">Its folder.</param>
/// <param name="Images">How many there are.</param>
/// <param name="QualityScore">QS, the mean quality of the whole pictures.</param>
/// <param name="WorstPlace">The mean quality of their worst places.</param>
internal sealed record EmojiSet(string Set, int Images, double QualityScore, double WorstPlace);
