using Giqa.Numerics;

namespace Giqa.Agreement;

/// <summary>
/// 95 % intervals of rank correlations by Fisher's z, with the variances that Bonett and Wright (Psychometrika 65, 2000) give for
/// Spearman's and Fieller, Hartley and Pearson (Biometrika 44, 1957) for Kendall's coefficient.
/// </summary>
internal static class CorrelationInterval
{
    /// <summary>With fewer pairs of values the intervals do not hold.</summary>
    internal const int LeastCount = 10;

    // A coefficient of 1 has no finite z.
    private const double Largest = 1 - 1e-12;

    /// <summary>The interval of Spearman's coefficient; null for fewer than 10 pairs of values.</summary>
    internal static (double Low, double High)? OfSpearman(double coefficient, int count) => Of(coefficient, count, (1 + (coefficient * coefficient / 2)) / (count - 3));

    /// <summary>The interval of Kendall's coefficient; null for fewer than 10 pairs of values.</summary>
    internal static (double Low, double High)? OfKendall(double coefficient, int count) => Of(coefficient, count, .437 / (count - 4));

    private static (double Low, double High)? Of(double coefficient, int count, double variance)
    {
        if (count < LeastCount || !double.IsFinite(coefficient))
        {
            return null;
        }

        var z = Math.Atanh(Math.Clamp(coefficient, -Largest, Largest));
        var reach = StudentT.NormalReach95 * Math.Sqrt(variance);
        return (Math.Tanh(z - reach), Math.Tanh(z + reach));
    }
}
