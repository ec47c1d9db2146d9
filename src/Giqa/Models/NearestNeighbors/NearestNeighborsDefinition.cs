namespace Giqa.Models;

/// <summary>
/// KNN-GIQA word for word: every distance, sorted, in float64. What <see cref="NearestNeighbors"/> finds without measuring them all. Tests
/// hold the fast code to it; nothing else calls it.
/// </summary>
internal static class NearestNeighborsDefinition
{
    /// <summary>The score of a row: the mean over the K nearest references of 1 / |x - x_k|^2 (GIQA eq. 7, GIQA eq. 8).</summary>
    internal static double Score(ReadOnlySpan<float> x, Features.FeatureMatrix references, int neighbours) =>
        Nearest(x, references, neighbours, SquaredDistance).Average(distance => 1 / distance);

    /// <summary>The authors' program: the sum over the K nearest by L1, 1e-6 added to every difference, of 1 / d_k.</summary>
    internal static double OfficialScore(ReadOnlySpan<float> x, Features.FeatureMatrix references, int neighbours) =>
        Nearest(x, references, neighbours, ShiftedManhattanDistance).Sum(distance => 1 / distance);

    internal static double SquaredDistance(ReadOnlySpan<float> left, ReadOnlySpan<float> right) => Sum(left, right, difference => difference * difference);

    private static double ShiftedManhattanDistance(ReadOnlySpan<float> left, ReadOnlySpan<float> right) => Sum(left, right, difference => Math.Abs(difference + 1e-6));

    private static double[] Nearest(ReadOnlySpan<float> x, Features.FeatureMatrix references, int neighbours, Distance distance)
    {
        var distances = new double[references.Rows];
        for (var row = 0; row < distances.Length; row++)
        {
            distances[row] = distance(x, references.Row(row));
        }

        return [.. distances.Order().Take(neighbours)];
    }

    private static double Sum(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Func<double, double> term)
    {
        double sum = 0;
        for (var i = 0; i < left.Length; i++)
        {
            sum += term((double)left[i] - right[i]);
        }

        return sum;
    }

    private delegate double Distance(ReadOnlySpan<float> left, ReadOnlySpan<float> right);
}
