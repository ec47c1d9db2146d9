using Giqa.Features;

namespace Giqa.Models;

/// <summary>Closeness to the nearest references.</summary>
internal sealed class NeighbourScorer(ReferenceSet references, int neighbours, NeighbourVariant variant) : Scorer
{
    internal override ModelScores Score(double[] rows, int count, int threads, CancellationToken cancellationToken) =>
        Score(SingleMatrix.From(rows, count), leaveOneOut: false, threads, cancellationToken);

    internal ModelScores Score(FeatureMatrix rows, bool leaveOneOut, int threads, CancellationToken cancellationToken)
    {
        var options = new NeighbourScoreOptions { Neighbours = neighbours, Variant = variant, LeaveOneOut = leaveOneOut, Threads = threads };
        var scores = references.Search.Score(rows, options, cancellationToken);
        return new ModelScores(scores.Values, scores.CopyOf);
    }
}
