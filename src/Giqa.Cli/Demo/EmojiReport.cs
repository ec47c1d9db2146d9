namespace Giqa.Cli.Demo;

/// <summary>What <c>giqa demo</c> says of its emoji.</summary>
/// <param name="Reals">Emoji that the model was fitted on.</param>
/// <param name="Sets">The same other emoji as they are, damaged all over, and damaged in one place.</param>
/// <param name="WorstPlaceInDamage">The share of those damaged in one place whose worst place lies in the damage.</param>
/// <param name="ByChance">What it would be if places were drawn.</param>
/// <param name="Files">Where everything lies.</param>
internal sealed record EmojiReport(int Reals, IReadOnlyList<EmojiSet> Sets, double WorstPlaceInDamage, double ByChance, DemoFiles Files);
