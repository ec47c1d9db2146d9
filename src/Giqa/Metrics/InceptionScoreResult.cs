namespace Giqa.Metrics;

/// <summary>The Inception Score over splits.</summary>
/// <param name="Mean">The mean of the splits' scores, between 1 and the number of classes; higher is better.</param>
/// <param name="StandardDeviation">Their population standard deviation.</param>
/// <param name="Values">The score of every split.</param>
public sealed record InceptionScoreResult(double Mean, double StandardDeviation, IReadOnlyList<double> Values);
