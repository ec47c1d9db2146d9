using Giqa.Features;

namespace Giqa.Models;

/// <summary>Closeness to the nearest references.</summary>
internal sealed class NeighbourScorer(ReferenceSet references, int neighbours, NeighbourVariant variant) : Scorer
{
    internal ReferenceSet References => references;

    internal override void Score(ReadOnlySpan<double> rows, Span<double> scores, int threads, CancellationToken cancellationToken) =>
        Find(SingleMatrix.From(rows.ToArray(), scores.Length), threads, cancellationToken).Values.CopyTo(scores);

    /// <summary>Scores rows, and finds which of them are copies of a reference.</summary>
    internal NeighbourScores Find(FeatureMatrix rows, int threads, CancellationToken cancellationToken) =>
        NeighbourWork.Find(references, rows, new NeighbourScoreOptions { Neighbours = neighbours, Variant = variant, Threads = threads }, cancellationToken);
}
