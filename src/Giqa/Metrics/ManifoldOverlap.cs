using Giqa.Features;

namespace Giqa.Metrics;

/// <summary>
/// Improved precision and recall (Kynkäänniemi et al., 2019) and density and coverage (Naeem et al., 2020): how the balls
/// around images, reaching to their k-th neighbour in their own set, hold the images of the other set.
/// </summary>
/// <remarks>
/// One pass over tiles for all four; memory grows with the rows. Distances come from a float32 product, and every comparison
/// that its error could turn is repeated on exact distances, so the counts are those of float64.
/// </remarks>
public static class ManifoldOverlap
{
    /// <summary>All four metrics of two sets.</summary>
    /// <param name="real">More rows than neighbours.</param>
    /// <param name="generated">More rows than neighbours, of the same length.</param>
    /// <param name="options">Neighbours and comparisons.</param>
    /// <param name="cancellationToken">Checked per tile.</param>
    /// <exception cref="GiqaException">Too few rows or other dimensions.</exception>
    public static ManifoldResult Compute(
        FeatureMatrix real, FeatureMatrix generated, ManifoldOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(generated);
        ArgumentNullException.ThrowIfNull(options);
        return Compute(RealManifold.Create(real, options, cancellationToken), generated, options, cancellationToken);
    }

    internal static ManifoldResult Compute(
        RealManifold real, FeatureMatrix generated, ManifoldOptions options, CancellationToken cancellationToken)
    {
        RealManifold.RequireRows(generated, options);
        if (real.Features.Columns != generated.Columns)
        {
            throw new GiqaException(
                $"features of {real.Features.Columns} and of {generated.Columns} dimensions do not compare: extract both sets with one backbone");
        }

        var pass = new OverlapPass(real, generated, options);
        pass.Run(cancellationToken);
        return new ManifoldResult(
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
