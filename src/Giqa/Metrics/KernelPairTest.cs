namespace Giqa.Metrics;

/// <summary>
/// The paired test of KID: both sets were measured on subsets with the same reals, so the subsets' differences are taken.
/// Their spread at m rows, drawn without replacement from n, stands for a spread at n rows that is sqrt(m / (n - m)) of it.
/// </summary>
internal static class KernelPairTest
{
    private const double Quantile = 1.959963984540054;

    /// <summary>Null where a subset is more than half of a set, which leaves nothing to tell the spread from.</summary>
    internal static PairedTest? Run((string Name, KernelDistanceResult Result) first, (string Name, KernelDistanceResult Result) second, int smallestSet)
    {
        var size = first.Result.SubsetSize;
        if (size != second.Result.SubsetSize || 2 * size > smallestSet)
        {
            return null;
        }

        var differences = first.Result.Values.Zip(second.Result.Values, (a, b) => a - b).ToArray();
        var mean = differences.Average();
        var variance = differences.Sum(value => (value - mean) * (value - mean)) / (differences.Length - 1);
        var error = Math.Sqrt(variance * size / (smallestSet - size));
        var chance = error > 0.0 ? ComplementaryError(Math.Abs(mean) / error / Math.Sqrt(2.0)) : 1.0;
        return new PairedTest("kid", first.Name, second.Name, mean, mean - (Quantile * error), mean + (Quantile * error), chance);
    }

    /// <summary>erfc for x of 0 or more (Abramowitz and Stegun, 7.1.26): absolute error below 1.5e-7.</summary>
    private static double ComplementaryError(double x)
    {
        var t = 1.0 / (1.0 + (0.3275911 * x));
        var polynomial = t * (0.254829592 + (t * (-0.284496736 + (t * (1.421413741 + (t * (-1.453152027 + (t * 1.061405429))))))));
        return polynomial * Math.Exp(-x * x);
    }
}
