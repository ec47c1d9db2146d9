namespace Giqa.Metrics;

/// <summary>The figures of one convention.</summary>
/// <param name="Fid">The Fréchet distance.</param>
/// <param name="KidMean">KID's mean; null where the tool has no KID, or refuses sets of this size.</param>
/// <param name="KidStd">KID's deviation over subsets; null where the tool does not give it.</param>
public sealed record ConventionFigures(double Fid, double? KidMean, double? KidStd);
