namespace Giqa.Models;

/// <summary>
/// The density of what PCA drops of a row: a Gaussian of one variance in all D - k directions left out, as in probabilistic
/// PCA (Tipping and Bishop, 1999). -(D - k) / 2 ln(2 pi v) - r / (2 v), r being the squared length of the residual and v the
/// mean variance of the fitted rows along those directions.
/// </summary>
/// <param name="Dimensions">D - k, at least 1.</param>
/// <param name="Variance">v, above 0.</param>
internal sealed record ResidualGaussian(int Dimensions, double Variance)
{
    // Of less than this share of the whole variance rounding may be all that is left.
    private const double LeastShare = 1e-9;

    /// <summary>What does not depend on the row.</summary>
    internal double Peak => -0.5 * Dimensions * Math.Log(2 * Math.PI * Variance);

    /// <summary>The residual's density under an analysis; null when it keeps all of the variance.</summary>
    internal static ResidualGaussian? Of(PrincipalComponents components)
    {
        double kept = 0;
        foreach (var variance in components.ExplainedVariance)
        {
            kept += variance;
        }

        var (dimensions, left) = (components.Dimensions - components.Count, components.TotalVariance - kept);
        return dimensions > 0 && left > LeastShare * components.TotalVariance ? new ResidualGaussian(dimensions, left / dimensions) : null;
    }

    internal double LogDensity(double squaredResidual) => Peak - (squaredResidual / (2 * Variance));
}
