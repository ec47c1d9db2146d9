namespace Giqa.Metrics;

/// <summary>
/// What every image adds to one figure: a resampled set's figure is approximately the figure plus the sum of (times drawn - 1) times
/// the effect. Exact for means; first order for FID.
/// </summary>
/// <param name="Figure">The figure itself.</param>
/// <param name="Real">The effects of real images; empty if the figure does not depend on their choice.</param>
/// <param name="Generated">The effects of generated images.</param>
internal sealed record ImageEffects(double Figure, double[] Real, double[] Generated)
{
    /// <summary>A mean over the generated images.</summary>
    internal static ImageEffects OfGenerated(IReadOnlyList<double> values) => new(values.Average(), [], Shares(values));

    /// <summary>A mean over the real images.</summary>
    internal static ImageEffects OfReal(IReadOnlyList<double> values) => new(values.Average(), Shares(values), []);

    /// <summary>The generated images' own values, of which the figure is the mean.</summary>
    internal double[] GeneratedValues => Values(Generated);

    /// <summary>The real images' own values.</summary>
    internal double[] RealValues => Values(Real);

    /// <summary>The figure's standard error over the images that it is a mean of: the spread of the resampled figure.</summary>
    internal double StandardError => Math.Sqrt(Variance(Real) + Variance(Generated));

    /// <summary>The variance of values, over n - 1; 0 of fewer than two.</summary>
    internal static double SampleVariance(double[] values)
    {
        if (values.Length < 2)
        {
            return 0.0;
        }

        var mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
    }

    private static double Variance(double[] effects) => SampleVariance(Values(effects)) / Math.Max(1, effects.Length);

    private static double[] Values(double[] effects) => Array.ConvertAll(effects, effect => effect * effects.Length);

    private static double[] Shares(IReadOnlyList<double> values) => [.. values.Select(value => value / values.Count)];
}
