namespace Giqa.Metrics;

/// <summary>
/// What every image adds to one figure: a resampled set's figure is about the figure plus the sum of (times drawn - 1) times
/// the effect. Exact for means; first order for FID.
/// </summary>
/// <param name="Figure">The figure itself.</param>
/// <param name="Real">The effects of real images; empty where the figure does not depend on their choice.</param>
/// <param name="Generated">The effects of generated images.</param>
internal sealed record ImageEffects(double Figure, double[] Real, double[] Generated)
{
    /// <summary>A mean over the generated images.</summary>
    internal static ImageEffects OfGenerated(IReadOnlyList<double> values) => new(values.Average(), [], Shares(values));

    /// <summary>A mean over the real images.</summary>
    internal static ImageEffects OfReal(IReadOnlyList<double> values) => new(values.Average(), Shares(values), []);

    /// <summary>The figure's standard error: the spread of the resampled figure.</summary>
    internal double StandardError => Math.Sqrt(Variance(Real) + Variance(Generated));

    private static double[] Shares(IReadOnlyList<double> values) => [.. values.Select(value => value / values.Count)];

    private static double Variance(double[] effects)
    {
        if (effects.Length < 2)
        {
            return 0.0;
        }

        var mean = effects.Average();
        return effects.Sum(effect => (effect - mean) * (effect - mean)) * effects.Length / (effects.Length - 1);
    }
}
