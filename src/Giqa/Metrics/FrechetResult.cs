namespace Giqa.Metrics;

/// <summary>A Fréchet distance and its two terms.</summary>
/// <param name="Distance">The squared distance that is called FID, 0 or more.</param>
/// <param name="MeanTerm">|m1 - m2|^2.</param>
/// <param name="CovarianceTerm">tr S1 + tr S2 - 2 tr (S1 S2)^(1/2).</param>
public sealed record FrechetResult(double Distance, double MeanTerm, double CovarianceTerm);
