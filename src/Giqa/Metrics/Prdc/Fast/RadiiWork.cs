using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>The rows that may be nearest to each row of a set, a piece for each pair of stretches of it.</summary>
internal sealed class RadiiWork(FeatureMatrix features, DistanceTiles tiles, int neighbours) : PieceWork
{
    internal const string Word = "radii";

    // A piece is a pair of stretches: 136 of them, each with what was kept for the rows of two sixteenths.
    private const int MostStretches = 16;

    private readonly Lazy<float[]> _norms = new(() => tiles.Norms(features, threads: 1, CancellationToken.None));

    internal override string Kind => Word;

    internal override int Pieces => Stretches * (Stretches + 1) / 2;

    internal override double Seconds => .8e-11 * features.Rows * features.Rows * features.Columns;

    protected override IReadOnlyList<FeatureMatrix> Features => [features];

    private int Blocks => ParallelBlocks.Count(features.Rows, DistanceTiles.BlockRows);

    private int StretchBlocks => ParallelBlocks.Count(Blocks, MostStretches);

    private int Stretches => ParallelBlocks.Count(Blocks, StretchBlocks);

    internal static RadiiWork Read(PieceReader reader) => new(reader.ReadFeatures(), new DistanceTiles(reader.ReadDoubles()), reader.ReadInt());

    /// <summary>The candidates of all rows, found by others; null where they are to be found here.</summary>
    internal static NeighbourCandidates? TryShare(FeatureMatrix features, DistanceTiles tiles, int neighbours, CancellationToken cancellationToken)
    {
        var work = new RadiiWork(features, tiles, neighbours);
        if (work.TryShare(cancellationToken) is not { } pieces)
        {
            return null;
        }

        var candidates = new NeighbourCandidates(features, neighbours);
        var number = 0;
        foreach (var piece in pieces)
        {
            var (a, b) = StretchesOf(number++);
            var (first, count) = work.RowsOf(a);
            var own = count * candidates.NumbersOfRow;
            candidates.Offer(first, piece.AsSpan(0, own));
            candidates.Offer(work.RowsOf(b).First, piece.AsSpan(own));
        }

        return candidates;
    }

    internal override double[] Make(int piece, int threads, CancellationToken cancellationToken)
    {
        var (a, b) = StretchesOf(piece);
        var candidates = new NeighbourCandidates(features, neighbours);
        NeighbourRadii.Offer(features, _norms.Value, tiles, candidates, BlocksOf(a), BlocksOf(b), threads, cancellationToken);
        var (first, second) = (RowsOf(a), RowsOf(b));
        var own = candidates.ToNumbers(first.First, first.Count);
        return a == b ? own : [.. own, .. candidates.ToNumbers(second.First, second.Count)];
    }

    internal override void Write(PieceWriter writer)
    {
        writer.Write(features);
        writer.Write(tiles.Centre);
        writer.Write(neighbours);
    }

    private static (int A, int B) StretchesOf(int piece)
    {
        var a = (int)((Math.Sqrt((8.0 * piece) + 1.0) - 1.0) / 2.0);
        return (a, piece - (a * (a + 1) / 2));
    }

    private (int First, int Count) BlocksOf(int stretch) => (stretch * StretchBlocks, Math.Min(StretchBlocks, Blocks - (stretch * StretchBlocks)));

    private (int First, int Count) RowsOf(int stretch)
    {
        var (first, count) = BlocksOf(stretch);
        return (first * DistanceTiles.BlockRows, Math.Min(features.Rows, (first + count) * DistanceTiles.BlockRows) - (first * DistanceTiles.BlockRows));
    }
}
