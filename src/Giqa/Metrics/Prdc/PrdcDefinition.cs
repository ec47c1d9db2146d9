using Giqa.Features;

namespace Giqa.Metrics;

/// <summary>
/// Precision, recall (Kynkäänniemi et al. 2019), density and coverage (Naeem et al. 2020) word for word, from every distance in float64.
/// What <see cref="Prdc"/> counts from bounds and tiles. Tests hold the fast code to it; nothing else calls it.
/// </summary>
internal static class PrdcDefinition
{
    internal static PrdcResult Compute(FeatureMatrix real, FeatureMatrix generated, PrdcOptions options)
    {
        var (k, reals, fakes) = (options.DensityNeighbours, Enumerable.Range(0, real.Rows), Enumerable.Range(0, generated.Rows));
        var (precisionRadii, densityRadii, recallRadii) = (Radii(real, options.PrecisionNeighbours), Radii(real, k), Radii(generated, options.PrecisionNeighbours));
        double[][] distances = [.. reals.Select(i => fakes.Select(j => Squared(real.Row(i), generated.Row(j))).ToArray())];
        bool Within(double distance, double radius) => options.PrecisionInclusive ? distance <= radius : distance < radius;

        bool[] inside = [.. fakes.Select(j => reals.Any(i => Within(distances[i][j], precisionRadii[i])))];
        bool[] reached = [.. reals.Select(i => fakes.Any(j => Within(distances[i][j], recallRadii[j])))];
        int[] balls = [.. fakes.Select(j => reals.Count(i => distances[i][j] < densityRadii[i]))];
        bool[] covered = [.. reals.Select(i => fakes.Any(j => distances[i][j] < densityRadii[i]))];
        return new PrdcResult(Share(inside), Share(reached), balls.Average() / k, Share(covered), inside, reached, balls, covered);
    }

    /// <summary>The squared distance of every row to its k-th nearest other row.</summary>
    internal static double[] Radii(FeatureMatrix set, int k) =>
        [.. Enumerable.Range(0, set.Rows).Select(i => Enumerable.Range(0, set.Rows).Where(j => j != i).Select(j => Squared(set.Row(i), set.Row(j))).Order().ElementAt(k - 1))];

    internal static double Squared(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => Models.NearestNeighborsDefinition.SquaredDistance(x, y);

    private static double Share(bool[] flags) => flags.Average(flag => flag ? 1.0 : 0.0);
}
