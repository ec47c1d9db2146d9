namespace Giqa.Metrics;

/// <summary>Precision, recall, density and coverage, and what every image contributes to them.</summary>
/// <param name="Precision">Share of generated images inside at least one real ball; 0 to 1.</param>
/// <param name="Recall">Share of real images inside at least one generated ball; 0 to 1.</param>
/// <param name="Density">Mean number of real balls around a generated image, over the neighbours; 0 or more, may exceed 1.</param>
/// <param name="Coverage">Share of real images whose ball holds a generated image; 0 to 1.</param>
/// <param name="Inside">Per generated image, whether it lies in a real ball (precision).</param>
/// <param name="Reached">Per real image, whether it lies in a generated ball (recall).</param>
/// <param name="BallCounts">Per generated image, how many real balls hold it (density).</param>
/// <param name="Covered">Per real image, whether its ball holds a generated image (coverage).</param>
public sealed record ManifoldResult(
    double Precision,
    double Recall,
    double Density,
    double Coverage,
    IReadOnlyList<bool> Inside,
    IReadOnlyList<bool> Reached,
    IReadOnlyList<int> BallCounts,
    IReadOnlyList<bool> Covered);
