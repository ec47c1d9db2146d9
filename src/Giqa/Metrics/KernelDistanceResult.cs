namespace Giqa.Metrics;

/// <summary>KID over subsets.</summary>
/// <param name="Mean">The mean of the subsets' unbiased MMD^2; slightly negative values are possible.</param>
/// <param name="StandardDeviation">Their population standard deviation: the spread of one subset, not of the mean.</param>
/// <param name="SubsetSize">Rows per subset, after shrinking.</param>
/// <param name="Values">MMD^2 of every subset, in the order drawn.</param>
public sealed record KernelDistanceResult(double Mean, double StandardDeviation, int SubsetSize, IReadOnlyList<double> Values);
