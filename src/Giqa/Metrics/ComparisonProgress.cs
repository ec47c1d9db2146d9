namespace Giqa.Metrics;

/// <summary>How far a comparison is.</summary>
/// <param name="Stage">What is being computed, in a few words.</param>
/// <param name="Done">Steps done.</param>
/// <param name="Total">Steps in all.</param>
public readonly record struct ComparisonProgress(string Stage, int Done, int Total);
