namespace Giqa.Cli.Demo;

/// <summary>One generator after one number of training iterations.</summary>
/// <param name="Generator">Which generator.</param>
/// <param name="Iteration">How long it was trained.</param>
/// <param name="Images">How many of its samples were scored.</param>
/// <param name="QualityScore">QS: the mean quality of the samples under a model of real images. It says realism.</param>
/// <param name="DiversityScore">DS: the mean quality of held-out real images under a model of the samples. It says diversity.</param>
internal sealed record DemoSnapshot(string Generator, long Iteration, int Images, double QualityScore, double DiversityScore);
