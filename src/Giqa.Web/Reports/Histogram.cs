namespace Giqa.Web.Reports;

/// <summary>Shares of values in equal bins; values outside are counted in the first and the last one.</summary>
internal sealed record Histogram(double Low, double High, double[] Shares)
{
    private double Width => (High - Low) / Shares.Length;

    internal double From(int bin) => Low + (bin * Width);

    internal double To(int bin) => bin == Shares.Length - 1 ? High : From(bin + 1);

    internal static Histogram Of(IReadOnlyCollection<double> values, double low, double high, int bins)
    {
        var shares = new double[bins];
        foreach (var value in values)
        {
            var bin = (int)Math.Clamp(Math.Floor((value - low) / (high - low) * bins), 0, bins - 1);
            shares[bin] += 1.0 / values.Count;
        }

        return new Histogram(low, high, shares);
    }

    /// <summary>The range that holds all but the given share of the values at either end, widened so that it is never empty.</summary>
    internal static (double Low, double High) RangeOf(IEnumerable<double> values, double cut)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
        {
            return (0, 1);
        }

        var skipped = (int)(cut * (sorted.Length - 1));
        var low = sorted[skipped];
        var high = sorted[^(skipped + 1)];
        var margin = Math.Max(Math.Abs(low), 1) * 1e-6;
        return high > low ? (low, high) : (low - margin, high + margin);
    }
}
