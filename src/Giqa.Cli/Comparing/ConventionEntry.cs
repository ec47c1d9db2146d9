namespace Giqa.Cli.Comparing;

/// <summary>One convention's figures of one generated set.</summary>
/// <param name="Input">The set.</param>
/// <param name="Fid">The Fréchet distance; FID on the FID network, and comparable with nothing published on another.</param>
/// <param name="Gap">That minus the first convention's.</param>
/// <param name="KidMean">KID's mean, where the tool has one.</param>
/// <param name="KidStd">Its deviation over subsets, where the tool gives it.</param>
internal sealed record ConventionEntry(string Input, double Fid, double Gap, double? KidMean, double? KidStd);
