using Giqa.Features;

namespace Giqa.Models;

/// <summary>
/// One fitted way from features to a raw score and its quality. A model whose calibration was held out has one; a
/// cross-conformal model has one for each fold, fitted on the other folds' images and calibrated on its own.
/// </summary>
internal sealed record ModelBranch(FeatureChain Chain, Scorer Scorer, Calibration Calibration)
{
    /// <summary>Raw scores of features.</summary>
    /// <param name="features">N x D, all finite.</param>
    /// <param name="transformed">Takes the transformed rows, N x k, of branches that are no neighbours' search; null when nobody wants them.</param>
    /// <param name="threads">0 means one per core.</param>
    /// <param name="cancellationToken">Checked per block.</param>
    internal double[] Score(FeatureMatrix features, float[]? transformed, int threads, CancellationToken cancellationToken)
    {
        if (Scorer is NeighbourScorer neighbours)
        {
            return neighbours.Find(Chain.TransformSingle(features, threads, cancellationToken), threads, cancellationToken).Values;
        }

        var scores = new double[features.Rows];
        Chain.TransformChunks(
            features,
            (first, count, rows, logResiduals) =>
            {
                var part = scores.AsSpan(first, count);
                Scorer.Score(rows, part, threads, cancellationToken);
                for (var row = 0; row < logResiduals.Length; row++)
                {
                    part[row] += logResiduals[row];
                }

                Round(rows, transformed.AsSpan(transformed is null ? 0 : first * Chain.OutputDimensions));
            },
            threads,
            cancellationToken);
        return scores;
    }

    /// <summary>How far the raw scores of a <see cref="PreferenceScorer"/> may be off, as standard deviations.</summary>
    /// <param name="features">N x D, all finite.</param>
    /// <param name="threads">0 means one per core.</param>
    /// <param name="cancellationToken">Checked per block.</param>
    internal double[] Deviations(FeatureMatrix features, int threads, CancellationToken cancellationToken)
    {
        var (deviations, posterior, dimensions) = (new double[features.Rows], ((PreferenceScorer)Scorer).Posterior, Chain.OutputDimensions);
        Chain.TransformWithSquares(
            features,
            (first, count, rows, squares) =>
            {
                for (var row = 0; row < count; row++)
                {
                    deviations[first + row] = posterior.Deviation(rows.Slice(row * dimensions, dimensions), squares[row]);
                }
            },
            threads,
            cancellationToken);
        return deviations;
    }

    private static void Round(ReadOnlySpan<double> rows, Span<float> destination)
    {
        for (var i = 0; i < Math.Min(rows.Length, destination.Length); i++)
        {
            destination[i] = (float)rows[i];
        }
    }
}
