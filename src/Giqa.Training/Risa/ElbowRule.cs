namespace Giqa.Training.Risa;

/// <summary>
/// Finds where a falling curve of FID over iterations flattens: the point furthest below the chord from the first
/// to the last point, with both axes scaled to [0, 1] (the largest distance to the chord; Satopaa et al., "Finding a Kneedle in a
/// Haystack", 2011). Among equal distances the earliest counts.
/// </summary>
internal static class ElbowRule
{
    // A straight line is on its own chord except for rounding.
    private const double Noise = 1e-9;

    /// <summary>Finds the elbow.</summary>
    /// <param name="iterations">Rising, at least one.</param>
    /// <param name="distances">FID at each, finite.</param>
    /// <returns>The number of a point. The last one if no point is below the chord, so that the curve has no elbow.</returns>
    /// <exception cref="GiqaException">The lists differ in length, are empty, or hold invalid values.</exception>
    public static int Find(IReadOnlyList<long> iterations, IReadOnlyList<double> distances)
    {
        var last = iterations.Count - 1;
        if (last < 0 || distances.Count != iterations.Count || distances.Any(value => !double.IsFinite(value)) || iterations.Zip(iterations.Skip(1)).Any(pair => pair.Second <= pair.First))
        {
            throw new GiqaException($"an elbow needs rising iterations with one finite FID each, but there are {iterations.Count} iterations and {distances.Count} distances");
        }

        var below = Below(iterations, distances);
        var lowest = Array.IndexOf(below, below.Max());
        return below[lowest] > Noise ? lowest : last;
    }

    /// <summary>How far each point is below the chord, as a share of the curve's height; negative above it.</summary>
    internal static double[] Below(IReadOnlyList<long> iterations, IReadOnlyList<double> distances)
    {
        var last = iterations.Count - 1;
        var height = distances.Max() - distances.Min();
        var width = (double)(iterations[last] - iterations[0]);
        return [.. Enumerable.Range(0, iterations.Count).Select(i =>
        {
            var share = width > 0 ? (iterations[i] - iterations[0]) / width : 0;
            var chord = distances[0] + (share * (distances[last] - distances[0]));
            return height > 0 ? (chord - distances[i]) / height : 0;
        })];
    }
}
