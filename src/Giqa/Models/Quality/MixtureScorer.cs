namespace Giqa.Models;

/// <summary>Log densities under a mixture.</summary>
internal sealed class MixtureScorer(GaussianMixture mixture) : Scorer
{
    internal GaussianMixture Mixture => mixture;

    internal override void Score(ReadOnlySpan<double> rows, Span<double> scores, int threads, CancellationToken cancellationToken) =>
        mixture.Score(rows, scores.Length, scores, threads, cancellationToken);
}
