namespace Giqa.Metrics;

/// <summary>FID extrapolated to infinitely many generated images.</summary>
/// <param name="Distance">The line's value at 1/N = 0. May fall below 0 by noise.</param>
/// <param name="Slope">What FID loses per 1/N: a measure of its bias at this size.</param>
/// <param name="Counts">The sample sizes.</param>
/// <param name="Distances">The FID of every sample.</param>
public sealed record FrechetInfinityResult(double Distance, double Slope, IReadOnlyList<int> Counts, IReadOnlyList<double> Distances);
