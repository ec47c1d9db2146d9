using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>Who lies in whose ball, a piece for each stretch of reals against all generated rows.</summary>
/// <param name="real">The reals, measured.</param>
/// <param name="generated">The generated rows.</param>
/// <param name="radii">The squared radii of their balls.</param>
/// <param name="options">Neighbours and comparisons.</param>
internal sealed class OverlapWork(RealManifold real, FeatureMatrix generated, double[] radii, PrdcOptions options) : PieceWork
{
    internal const string Word = "overlap";

    private const int MostPieces = 64;

    internal override string Kind => Word;

    internal override int Pieces => ParallelBlocks.Count(Blocks, PieceBlocks);

    internal override double Seconds => 1.6e-11 * real.Features.Rows * generated.Rows * generated.Columns;

    protected override IReadOnlyList<FeatureMatrix> Features => [real.Features, generated];

    private int Blocks => ParallelBlocks.Count(real.Features.Rows, DistanceTiles.BlockRows);

    private int PieceBlocks => ParallelBlocks.Count(Blocks, MostPieces);

    internal static OverlapWork Read(PieceReader reader)
    {
        var (features, generated) = (reader.ReadFeatures(), reader.ReadFeatures());
        var (tiles, distances, radii) = (new DistanceTiles(reader.ReadDoubles()), reader.ReadDoubles(), reader.ReadDoubles());
        var options = new PrdcOptions { PrecisionNeighbours = reader.ReadInt(), DensityNeighbours = reader.ReadInt(), PrecisionInclusive = reader.ReadInt() != 0 };
        return new OverlapWork(RealManifold.Of(features, tiles, [.. distances.Chunk(distances.Length / features.Rows)]), generated, radii, options);
    }

    /// <summary>Fills a pass with what others find; false where it is to be found here.</summary>
    internal bool TryFill(OverlapPass pass, CancellationToken cancellationToken)
    {
        if (TryShare(cancellationToken) is not { } pieces)
        {
            return false;
        }

        var first = 0;
        foreach (var piece in pieces)
        {
            for (var i = 0; i < generated.Rows; i++)
            {
                pass.Inside[i] |= piece[i] > 0;
                pass.BallCounts[i] += (int)piece[generated.Rows + i];
            }

            var reals = (piece.Length - (2 * generated.Rows)) / 2;
            for (var i = 0; i < reals; i++, first++)
            {
                pass.Reached[first] = piece[(2 * generated.Rows) + i] > 0;
                pass.Covered[first] = piece[(2 * generated.Rows) + reals + i] > 0;
            }
        }

        return true;
    }

    internal override double[] Make(int piece, int threads, CancellationToken cancellationToken)
    {
        var pass = new OverlapPass(real, generated, options with { Threads = threads });
        var (block, blocks) = (piece * PieceBlocks, Math.Min(PieceBlocks, Blocks - (piece * PieceBlocks)));
        pass.Run(radii, block, blocks, threads, cancellationToken);
        var (first, end) = (block * DistanceTiles.BlockRows, Math.Min(real.Features.Rows, (block + blocks) * DistanceTiles.BlockRows));
        return [.. Numbers(pass.Inside), .. pass.BallCounts.Select(count => (double)count), .. Numbers(pass.Reached[first..end]), .. Numbers(pass.Covered[first..end])];
    }

    internal override void Write(PieceWriter writer)
    {
        writer.Write(real.Features);
        writer.Write(generated);
        writer.Write(real.Tiles.Centre);
        writer.Write(real.Distances.SelectMany(row => row).ToArray());
        writer.Write(radii);
        writer.Write(options.PrecisionNeighbours);
        writer.Write(options.DensityNeighbours);
        writer.Write(options.PrecisionInclusive ? 1 : 0);
    }

    private static IEnumerable<double> Numbers(bool[] flags) => flags.Select(flag => flag ? 1.0 : 0.0);
}
