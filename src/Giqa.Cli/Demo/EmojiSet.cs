namespace Giqa.Cli.Demo;

/// <summary>One of the demo's sets of emoji.</summary>
/// <param name="Set">Its folder.</param>
/// <param name="Images">How many there are.</param>
/// <param name="QualityScore">QS, the mean quality of the whole pictures.</param>
/// <param name="WorstPlace">The mean quality of their worst places.</param>
internal sealed record EmojiSet(string Set, int Images, double QualityScore, double WorstPlace);
