namespace Giqa.Numerics;

/// <summary>The interval of a share (Wilson, 1927), which stays within 0 and 1 and holds for few trials too.</summary>
internal static class WilsonInterval
{
    /// <summary>At 95 %.</summary>
    internal static (double Low, double High) Of(double share, int count) => Of(share, count, StudentT.NormalReach95);

    /// <summary>At the level of any normal quantile.</summary>
    internal static (double Low, double High) Of(double share, int count, double quantile)
    {
        var square = quantile * quantile / count;
        var centre = share + (square / 2.0);
        var half = quantile * Math.Sqrt((share * (1.0 - share) / count) + (square / (4.0 * count)));
        return (Math.Max(0.0, (centre - half) / (1.0 + square)), Math.Min(1.0, (centre + half) / (1.0 + square)));
    }
}
