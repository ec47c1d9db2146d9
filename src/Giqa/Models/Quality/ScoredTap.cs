using Giqa.Features;

namespace Giqa.Models;

/// <summary>One pipeline from features, or from one tap's columns of them, to raw scores.</summary>
internal sealed record ScoredTap(FeatureChain Chain, Scorer Scorer, ScoreScale Scale)
{
    /// <summary>
    /// A raw score in the common unit of taps: log densities unchanged, closeness to neighbours as its logarithm, because one
    /// near neighbour would otherwise outweigh all other taps.
    /// </summary>
    internal static double Comparable(Scorer scorer, double score) => scorer is NeighbourScorer ? Math.Log(score) : score;

    /// <summary>A raw score on the common scale.</summary>
    internal double Standardize(double score) => Scale.Apply(Comparable(Scorer, score));

    /// <summary>Raw scores of features, before they are scaled to match other taps.</summary>
    /// <param name="features">N x D, all finite.</param>
    /// <param name="transformed">Takes the transformed rows, N x k, of taps other than neighbour searches; null if not needed.</param>
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

    /// <summary>The uncertainty of the raw scores of a <see cref="PreferenceScorer"/>, as standard deviations.</summary>
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

/// <summary>Scales a tap's raw scores to mean 0 and deviation 1 over reals that its model has not seen, so that taps can be added.</summary>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation, above 0.</param>
internal readonly record struct ScoreScale(double Mean, double Deviation)
{
    /// <summary>The scale of a model's only tap, whose scores are unchanged.</summary>
    internal static ScoreScale None { get; } = new(0, 1);

    /// <summary>The scale of the scores of unseen reals; equal scores are not scaled.</summary>
    internal static ScoreScale Of(IReadOnlyList<double> scores)
    {
        var mean = scores.Average();
        var deviation = Math.Sqrt(scores.Sum(score => (score - mean) * (score - mean)) / scores.Count);
        return new ScoreScale(mean, double.IsFinite(deviation) && deviation > 0 ? deviation : 1);
    }

    internal double Apply(double score) => (score - Mean) / Deviation;
}
