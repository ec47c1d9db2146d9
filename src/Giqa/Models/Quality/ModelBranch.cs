using Giqa.Features;

namespace Giqa.Models;

/// <summary>
/// One fitted pipeline from features to a raw score and its quality. A model with held-out calibration has one; a
/// cross-conformal model has one for each fold, fitted on the other folds' images and calibrated on its own.
/// </summary>
/// <param name="Taps">One for the whole vector, or one for each tap of the network, whose standardised scores are summed.</param>
/// <param name="Calibration">From the score to quality.</param>
internal sealed record ModelBranch(IReadOnlyList<ScoredTap> Taps, Calibration Calibration)
{
    /// <summary>Raw scores of features.</summary>
    /// <param name="features">N x D, all finite.</param>
    /// <param name="transformed">Takes the transformed rows, N x k, for a branch of one tap that is not a neighbour search; null if not needed.</param>
    /// <param name="threads">0 means one per core.</param>
    /// <param name="cancellationToken">Checked per block.</param>
    internal double[] Score(FeatureMatrix features, float[]? transformed, int threads, CancellationToken cancellationToken) =>
        Taps is [var only]
            ? only.Score(features, transformed, threads, cancellationToken)
            : Sum(Taps, [.. Taps.Select(tap => tap.Score(features, null, threads, cancellationToken))]);

    /// <summary>The sums of several taps' standardised scores.</summary>
    internal static double[] Sum(IReadOnlyList<ScoredTap> taps, double[][] scores)
    {
        var sums = new double[scores[0].Length];
        for (var tap = 0; tap < scores.Length; tap++)
        {
            for (var row = 0; row < sums.Length; row++)
            {
                sums[row] += taps[tap].Standardize(scores[tap][row]);
            }
        }

        return sums;
    }
}
