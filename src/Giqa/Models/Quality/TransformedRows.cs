namespace Giqa.Models;

/// <summary>Rows as a model sees them.</summary>
/// <param name="Values">N x k float64, row-major.</param>
/// <param name="LogResiduals">Per row the log density of what PCA dropped of it, in nats; empty where that does not count.</param>
internal sealed record TransformedRows(double[] Values, double[] LogResiduals)
{
    /// <summary>The mean of <see cref="LogResiduals"/>, 0 where they do not count.</summary>
    internal double MeanLogResidual => LogResiduals.Length == 0 ? 0 : LogResiduals.Average();

    /// <summary>Adds what PCA dropped to log densities of what it kept.</summary>
    internal void AddResidualsTo(Span<double> scores)
    {
        for (var row = 0; row < LogResiduals.Length; row++)
        {
            scores[row] += LogResiduals[row];
        }
    }
}
