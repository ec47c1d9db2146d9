namespace Giqa.Metrics;

/// <summary>
/// Holm's step-down correction (1979): with many tests at once, the probability that any is significant by chance
/// stays below the level.
/// </summary>
internal static class HolmCorrection
{
    /// <summary>The corrected p of each test, in their order.</summary>
    internal static double[] Correct(IReadOnlyList<double> chances)
    {
        var order = Enumerable.Range(0, chances.Count).OrderBy(i => chances[i]).ToArray();
        var corrected = new double[chances.Count];
        var highest = 0.0;
        for (var rank = 0; rank < order.Length; rank++)
        {
            highest = Math.Max(highest, Math.Min(1.0, chances[order[rank]] * (order.Length - rank)));
            corrected[order[rank]] = highest;
        }

        return corrected;
    }
}
