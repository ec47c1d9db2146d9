using Giqa.Features;

namespace Giqa.Metrics;

/// <summary>
/// Improved precision and recall (Kynkäänniemi et al., 2019) and density and coverage (Naeem et al., 2020): how the balls
/// around images, reaching to their k-th neighbour in their own set, contain the images of the other set.
/// </summary>
/// <remarks>
/// One pass over tiles for all four; memory grows with the rows. Distances come from a float32 product, and every comparison
/// that its error could reverse is repeated on exact distances, so the counts are those of float64.
/// </remarks>
internal static class Prdc
{
    /// <summary>All four metrics of two sets.</summary>
    /// <param name="real">More rows than neighbours.</param>
    /// <param name="generated">More rows than neighbours, of the same length.</param>
    /// <param name="options">Neighbours and comparisons.</param>
    /// <param name="cancellationToken">Checked per tile.</param>
    /// <exception cref="GiqaException">Too few rows or other dimensions.</exception>
    public static PrdcResult Compute(
        FeatureMatrix real, FeatureMatrix generated, PrdcOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(generated);
        ArgumentNullException.ThrowIfNull(options);
        return Compute(RealManifold.Create(real, options, cancellationToken), generated, options, cancellationToken);
    }

    internal static PrdcResult Compute(
        RealManifold real, FeatureMatrix generated, PrdcOptions options, CancellationToken cancellationToken)
    {
        RealManifold.RequireRows(generated, options);
        if (real.Features.Columns != generated.Columns)
        {
            throw new GiqaException(
                $"features of {real.Features.Columns} and of {generated.Columns} dimensions cannot be compared: extract both sets with one backbone");
        }

        var pass = new OverlapPass(real, generated, options);
        pass.Run(cancellationToken);
        return new PrdcResult(
            Share(pass.Inside),
            Share(pass.Reached),
            pass.BallCounts.Average(count => (double)count) / options.DensityNeighbours,
            Share(pass.Covered),
            pass.Inside,
            pass.Reached,
            pass.BallCounts,
            pass.Covered);
    }

    private static double Share(bool[] flags) => (double)flags.Count(flag => flag) / flags.Length;
}

/// <summary>Neighbours and comparisons of precision, recall, density and coverage.</summary>
public sealed record PrdcOptions
{
    /// <summary>Neighbours that set a ball's radius for precision and recall.</summary>
    /// <value>Default 3, as published.</value>
    public int PrecisionNeighbours { get; init => field = RequirePositive(value); } = 3;

    /// <summary>Whether a ball includes its surface for precision and recall.</summary>
    /// <value>Default true: distance &lt;= radius, as published. The prdc package compares strictly.</value>
    public bool PrecisionInclusive { get; init; } = true;

    /// <summary>Neighbours that set a ball's radius for density and coverage, which compare strictly.</summary>
    /// <value>Default 5, as published.</value>
    public int DensityNeighbours { get; init => field = RequirePositive(value); } = 5;

    /// <summary>How many threads; 0 takes one per processor. The result does not depend on it.</summary>
    /// <value>Default 0.</value>
    public int Threads { get; init; }

    private static int RequirePositive(int value) =>
        value > 0 ? value : throw new GiqaException($"a ball needs at least 1 neighbour, not {value}");
}

/// <summary>Precision, recall, density and coverage, and what every image contributes to them.</summary>
/// <param name="Precision">Share of generated images inside at least one real ball; 0 to 1.</param>
/// <param name="Recall">Share of real images inside at least one generated ball; 0 to 1.</param>
/// <param name="Density">Mean number of real balls around a generated image, divided by the number of neighbours; 0 or more, may exceed 1.</param>
/// <param name="Coverage">Share of real images whose ball holds a generated image; 0 to 1.</param>
/// <param name="Inside">Per generated image, whether it is in a real ball (precision).</param>
/// <param name="Reached">Per real image, whether it is in a generated ball (recall).</param>
/// <param name="BallCounts">Per generated image, how many real balls hold it (density).</param>
/// <param name="Covered">Per real image, whether its ball holds a generated image (coverage).</param>
internal sealed record PrdcResult(
    double Precision,
    double Recall,
    double Density,
    double Coverage,
    IReadOnlyList<bool> Inside,
    IReadOnlyList<bool> Reached,
    IReadOnlyList<int> BallCounts,
    IReadOnlyList<bool> Covered);
