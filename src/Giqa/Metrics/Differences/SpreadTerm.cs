using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>One independent part of a figure's variance, and how well it is known.</summary>
/// <param name="Variance">The part.</param>
/// <param name="Degrees">The degrees of freedom that it was measured with.</param>
internal readonly record struct SpreadTerm(double Variance, double Degrees)
{
    /// <summary>Of a mean over images.</summary>
    internal static SpreadTerm OfMean(double[] values) => new(ImageEffects.SampleVariance(values) / values.Length, values.Length - 1.0);

    /// <summary>The sum of parts, its degrees of freedom by Welch (1947) and Satterthwaite.</summary>
    internal static SpreadTerm Sum(params ReadOnlySpan<SpreadTerm> terms)
    {
        double variance = 0.0, weighted = 0.0;
        foreach (var term in terms)
        {
            variance += term.Variance;
            weighted += term.Variance * term.Variance / term.Degrees;
        }

        return new SpreadTerm(variance, weighted > 0.0 ? variance * variance / weighted : double.PositiveInfinity);
    }

    /// <summary>How far a 95 % interval reaches to either side.</summary>
    internal double Reach => StudentT.Reach95(Degrees) * Math.Sqrt(Variance);

    /// <summary>The two-sided p of a difference; 1 without any spread.</summary>
    internal double Chance(double difference) => Variance > 0.0 ? StudentT.TwoSided(difference / Math.Sqrt(Variance), Degrees) : 1.0;
}
