namespace Giqa.Models;

/// <summary>
/// The normalisation behind the GIQA paper's figures: pooled raw scores stretched to [0, 1] by their minimum and maximum.
/// For its plots alone: one outlier moves every value, and no two runs compare. Use <see cref="Calibration"/> otherwise.
/// </summary>
/// <param name="Minimum">The score that becomes 0.</param>
/// <param name="Maximum">The score that becomes 1.</param>
/// <remarks>Immutable; safe to share between threads.</remarks>
public readonly record struct MinMaxScale(double Minimum, double Maximum)
{
    /// <summary>Takes the range of the scores of all sets that one plot shows.</summary>
    /// <param name="pooledScores">One or more finite scores.</param>
    /// <exception cref="GiqaException">There are none, or one is not finite.</exception>
    public static MinMaxScale Fit(IEnumerable<double> pooledScores)
    {
        ArgumentNullException.ThrowIfNull(pooledScores);
        var (minimum, maximum) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var score in pooledScores)
        {
            if (!double.IsFinite(score))
            {
                throw new GiqaException($"the score {score} cannot be normalised: leave out what is not finite");
            }

            minimum = Math.Min(minimum, score);
            maximum = Math.Max(maximum, score);
        }

        return minimum <= maximum
            ? new MinMaxScale(minimum, maximum)
            : throw new GiqaException("0 scores: a range needs at least 1");
    }

    /// <summary>The normalised score: 0 at the minimum, 1 at the maximum, .5 when they are the same.</summary>
    public double Apply(double score) => Maximum > Minimum ? (score - Minimum) / (Maximum - Minimum) : .5;
}
