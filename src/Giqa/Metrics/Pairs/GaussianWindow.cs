namespace Giqa.Metrics.Pairs;

/// <summary>Weighted means over an 11 x 11 Gaussian window of deviation 1.5, at every place where the window is inside the image.</summary>
internal static class GaussianWindow
{
    internal const int Side = 11;

    private const double Deviation = 1.5;

    private static readonly double[] Weights = CreateWeights();

    /// <summary>Filters a plane, rows then columns.</summary>
    /// <returns>(width - 10) x (height - 10) means.</returns>
    internal static double[] Filter(double[] plane, int width, int height)
    {
        var (narrow, low) = (width - Side + 1, height - Side + 1);
        var rows = new double[narrow * height];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = Sum(plane, (i / narrow * width) + (i % narrow), 1);
        }

        var means = new double[narrow * low];
        for (var i = 0; i < means.Length; i++)
        {
            means[i] = Sum(rows, i, narrow);
        }

        return means;
    }

    private static double Sum(double[] values, int start, int step)
    {
        var sum = 0.0;
        for (var tap = 0; tap < Side; tap++)
        {
            sum += Weights[tap] * values[start + (tap * step)];
        }

        return sum;
    }

    private static double[] CreateWeights()
    {
        double[] weights = [.. Enumerable.Range(0, Side).Select(tap => Math.Exp(-Math.Pow(tap - (Side / 2), 2) / (2 * Deviation * Deviation)))];
        return Array.ConvertAll(weights, weight => weight / weights.Sum());
    }
}
