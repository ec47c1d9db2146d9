namespace Giqa.Models;

/// <summary>Closeness to the nearest references.</summary>
internal sealed class NeighbourScorer(ReferenceSet references, int neighbours, NeighbourVariant variant) : Scorer
{
    internal override ModelScores Score(double[] rows, int count, int threads, CancellationToken cancellationToken) =>
        Score(rows, count, leaveOneOut: false, threads, cancellationToken);

    internal ModelScores Score(double[] rows, int count, bool leaveOneOut, int threads, CancellationToken cancellationToken)
    {
        var options = new NeighbourScoreOptions { Neighbours = neighbours, Variant = variant, LeaveOneOut = leaveOneOut, Threads = threads };
        var scores = references.Search.Score(SingleMatrix.From(rows, count), options, cancellationToken);
        return new ModelScores(scores.Values, scores.CopyOf);
    }
}
