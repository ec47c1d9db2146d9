using Giqa.Numerics;

namespace Giqa.Features;

/// <summary>The moments of features, a piece for each leaf of their tree.</summary>
internal sealed class MomentWork(FeatureMatrix features) : PieceWork
{
    internal const string Word = "moments";

    internal override string Kind => Word;

    internal override int Pieces => RowMoments.Leaves(features.Rows, features.Columns);

    internal override double Seconds => 4e-11 * features.Rows * features.Columns * features.Columns;

    protected override IReadOnlyList<FeatureMatrix> Features => [features];

    internal static MomentWork Read(PieceReader reader) => new(reader.ReadFeatures());

    /// <summary>The moments of all rows, made here or by others.</summary>
    internal static RowMoments Of(FeatureMatrix features, int threads, CancellationToken cancellationToken) =>
        new MomentWork(features).TryShare(cancellationToken) is { } pieces
            ? RowMoments.Joined(pieces.Select(piece => RowMoments.FromNumbers(piece, features.Columns)), _ => { }, threads, cancellationToken)
            : RowMoments.Of(new FeatureRows(features), threads, cancellationToken);

    internal override double[] Make(int piece, int threads, CancellationToken cancellationToken) =>
        RowMoments.OfLeaf(new FeatureRows(features), piece, null, threads, cancellationToken).ToNumbers();

    internal override void Write(PieceWriter writer) => writer.Write(features);
}
