using Giqa.Metrics;

namespace Giqa.Benchmarks.Experiments;

/// <summary>What was measured at one rate.</summary>
/// <param name="Series">The picker or truncation.</param>
/// <param name="Rate">The share kept, or psi.</param>
/// <param name="Result">The figures.</param>
internal sealed record RatePoint(string Series, double Rate, ComparisonResult Result);
