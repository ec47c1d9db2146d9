using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>
/// What the balls around reals tell about single generated images: realism (Kynkäänniemi et al., 2019), rarity (Han et al.,
/// 2023) and authenticity (Alaa et al., 2022). Exact, by bounds from a float32 product.
/// </summary>
internal static class ImageMeasures
{
    private const int BlockRows = DistanceTiles.BlockRows;

    /// <summary>Measures every generated image against the reals.</summary>
    /// <param name="real">More rows than neighbours.</param>
    /// <param name="generated">Rows of the same length.</param>
    /// <param name="neighbours">Neighbours that set a real ball's radius for realism and rarity; 3 as published.</param>
    /// <param name="threads">How many threads; 0 takes one per processor. The result does not depend on it.</param>
    /// <param name="cancellationToken">Checked per tile.</param>
    /// <exception cref="GiqaException">Too few reals or other dimensions.</exception>
    public static IReadOnlyList<ImageMeasure> Compute(
        FeatureMatrix real, FeatureMatrix generated, int neighbours = 3, int threads = 0, CancellationToken cancellationToken = default)
    {
        if (real.Columns != generated.Columns)
        {
            throw new GiqaException(
                $"features of {real.Columns} and of {generated.Columns} dimensions cannot be compared: extract both sets with one backbone");
        }

        var options = new PrdcOptions { PrecisionNeighbours = neighbours, DensityNeighbours = neighbours, Threads = threads };
        var scan = new MeasureScan(RealManifold.Create(real, options, cancellationToken), generated);
        var norms = scan.GeneratedNorms(threads, cancellationToken);
        var measures = new ImageMeasure[generated.Rows];
        LinearAlgebra.Current.UseOneThread();
        ParallelBlocks.Run(
            ParallelBlocks.Count(generated.Rows, BlockRows),
            threads,
            () => new TileMemory(scan.Real.Tiles),
            (block, memory) =>
            {
                var bests = new MeasureBest[Math.Min(BlockRows, generated.Rows - (block * BlockRows))];
                Array.Fill(bests, MeasureBest.None);
                for (var first = 0; first < real.Rows; first += BlockRows)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    scan.VisitTile(block * BlockRows, first, norms, memory, bests);
                }

                for (var i = 0; i < bests.Length; i++)
                {
                    measures[(block * BlockRows) + i] = scan.Finish(bests[i]);
                }
            },
            cancellationToken);
        return measures;
    }
}

/// <summary>What the balls around reals say about one generated image.</summary>
/// <param name="Realism">
/// The largest ratio of a real ball's radius to the distance from its centre, over the balls no wider than the median: 1 or
/// more is inside one. An exact copy of a real has <see cref="HighestRealism"/>.
/// </param>
/// <param name="Rarity">The smallest radius of a real ball around the image, in feature units; null outside all balls.</param>
/// <param name="NearestReal">The row number of the nearest real.</param>
/// <param name="NearestDistance">The distance to it, in feature units.</param>
/// <param name="IsAuthentic">False if that real's nearest other real is no nearer to it than this image: the image may be a copy.</param>
internal readonly record struct ImageMeasure(double Realism, double? Rarity, int NearestReal, double NearestDistance, bool IsAuthentic)
{
    /// <summary>The realism at which distances of zero are cut off.</summary>
    public const double HighestRealism = 1e6;
}
