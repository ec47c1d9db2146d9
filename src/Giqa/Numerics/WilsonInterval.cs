namespace Giqa.Numerics;

/// <summary>The interval of a share (Wilson, 1927), which stays within 0 and 1 and holds for few cases too.</summary>
internal static class WilsonInterval
{
    /// <summary>The interval of a share of so many cases.</summary>
    /// <param name="share">The share.</param>
    /// <param name="count">How many cases it is of.</param>
    /// <param name="quantile">The two-sided normal quantile of its level: 1.96 for 95 %.</param>
    internal static (double Low, double High) Of(double share, int count, double quantile)
    {
        var square = quantile * quantile / count;
        var centre = share + (square / 2.0);
        var half = quantile * Math.Sqrt((share * (1.0 - share) / count) + (square / (4.0 * count)));
        return (Math.Max(0.0, (centre - half) / (1.0 + square)), Math.Min(1.0, (centre + half) / (1.0 + square)));
    }
}
