namespace Giqa.Training.Scorers;

/// <summary>MBC's thresholds: N - 1 at evenly spaced quantiles of the generated images' pseudo labels, so that each classifier sees both classes, and 1.</summary>
internal static class QuantileThresholds
{
    /// <summary>Chooses thresholds.</summary>
    /// <param name="pseudoLabels">Those of the generated images, in [0, 1).</param>
    /// <param name="count">N.</param>
    /// <returns>Rising, each above the least label, the last 1; fewer than N if there are too few different labels.</returns>
    internal static double[] Choose(IEnumerable<double> pseudoLabels, int count)
    {
        double[] sorted = [.. pseudoLabels.Order()];
        var thresholds = new List<double>();
        var last = sorted[0];
        for (var i = 1; i < count; i++)
        {
            // A quantile that repeats the last threshold would train the same classifier again, so the next label above it is used.
            var quantile = sorted[(int)((long)i * sorted.Length / count)];
            var threshold = quantile > last ? quantile : sorted.FirstOrDefault(label => label > last, 1);
            if (threshold < 1)
            {
                thresholds.Add(threshold);
                last = threshold;
            }
        }

        return [.. thresholds, 1];
    }
}
