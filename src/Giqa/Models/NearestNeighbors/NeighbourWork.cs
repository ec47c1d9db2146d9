using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>The scores of queries by their nearest references, a piece for each stretch of queries.</summary>
internal sealed class NeighbourWork(ReferenceSet references, FeatureMatrix queries, NeighbourScoreOptions options) : PieceWork
{
    internal const string Word = "neighbours";

    internal override string Kind => Word;

    internal override int Pieces => ParallelBlocks.Count(queries.Rows, PieceRows);

    internal override double Seconds => .5e-11 * queries.Rows * references.Features.Rows * queries.Columns;

    protected override IReadOnlyList<FeatureMatrix> Features => [references.Features, queries];

    private int PieceRows => RowMoments.LeafRows(queries.Rows, 1);

    internal static NeighbourWork Read(PieceReader reader)
    {
        var (references, queries) = (reader.ReadFeatures(), reader.ReadFeatures());
        var options = new NeighbourScoreOptions { Neighbours = reader.ReadInt(), Variant = (NeighbourVariant)reader.ReadInt() };
        return new NeighbourWork(new ReferenceSet(references, [], []), queries, options);
    }

    /// <summary>All scores, made here or by others.</summary>
    internal static NeighbourScores Find(ReferenceSet references, FeatureMatrix queries, NeighbourScoreOptions options, CancellationToken cancellationToken)
    {
        if (new NeighbourWork(references, queries, options).TryShare(cancellationToken) is not { } pieces)
        {
            return references.Search.Score(queries, options, cancellationToken);
        }

        var (values, copyOf, first) = (new double[queries.Rows], new int[queries.Rows], 0);
        foreach (var piece in pieces)
        {
            var count = piece.Length / 2;
            piece.AsSpan(0, count).CopyTo(values.AsSpan(first));
            for (var i = 0; i < count; i++)
            {
                copyOf[first++] = (int)piece[count + i];
            }
        }

        return new NeighbourScores(values, copyOf);
    }

    internal override double[] Make(int piece, int threads, CancellationToken cancellationToken)
    {
        int[] rows = [.. Enumerable.Range(piece * PieceRows, Math.Min(PieceRows, queries.Rows - (piece * PieceRows)))];
        var scores = references.Search.Score(queries.SelectRows(rows), options with { Threads = threads }, cancellationToken);
        return [.. scores.Values, .. scores.CopyOf.Select(copy => (double)copy)];
    }

    internal override void Write(PieceWriter writer)
    {
        writer.Write(references.Features);
        writer.Write(queries);
        writer.Write(options.Neighbours);
        writer.Write((int)options.Variant);
    }
}
