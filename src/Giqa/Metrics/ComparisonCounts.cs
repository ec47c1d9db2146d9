namespace Giqa.Metrics;

/// <summary>How many images a result rests on.</summary>
/// <param name="Generated">Generated images with features.</param>
/// <param name="GeneratedSkipped">Generated inputs without.</param>
/// <param name="Real">Real images with features.</param>
/// <param name="RealSkipped">Real inputs without.</param>
public sealed record ComparisonCounts(int Generated, int GeneratedSkipped, int Real, int RealSkipped);
