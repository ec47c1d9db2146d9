using Giqa.Features;

namespace Giqa.Metrics;

/// <summary>The real set, measured once and compared with many generated sets.</summary>
internal sealed class RealManifold
{
    private RealManifold(FeatureMatrix features, DistanceTiles tiles, float[] norms, double[][] distances) =>
        (Features, Tiles, Norms, Distances) = (features, tiles, norms, distances);

    internal FeatureMatrix Features { get; }

    internal DistanceTiles Tiles { get; }

    internal float[] Norms { get; }

    /// <summary>Per row, squared distances to its nearest other rows, rising.</summary>
    internal double[][] Distances { get; }

    internal static RealManifold Create(FeatureMatrix features, PrdcOptions options, CancellationToken cancellationToken)
    {
        RequireRows(features, options);
        var tiles = new DistanceTiles(features);
        var norms = tiles.Norms(features, options.Threads, cancellationToken);
        var distances = NeighbourRadii.Compute(features, norms, tiles, Neighbours(options), options.Threads, cancellationToken);
        return new RealManifold(features, tiles, norms, distances);
    }

    /// <summary>What was measured before.</summary>
    internal static RealManifold Of(FeatureMatrix features, DistanceTiles tiles, double[][] distances) =>
        new(features, tiles, tiles.Norms(features, threads: 1, CancellationToken.None), distances);

    /// <summary>The same with other squared distances.</summary>
    internal RealManifold With(Converter<double, double> change) => new(Features, Tiles, Norms, Array.ConvertAll(Distances, row => Array.ConvertAll(row, change)));

    internal static int Neighbours(PrdcOptions options) => Math.Max(options.PrecisionNeighbours, options.DensityNeighbours);

    internal static void RequireRows(FeatureMatrix features, PrdcOptions options)
    {
        FeatureMagnitude.Require(features);
        if (features.Rows <= Neighbours(options))
        {
            throw new GiqaException(
                $"precision, recall, density and coverage with {Neighbours(options)} neighbours need more images than that in either set, but one has {features.Rows}: add images");
        }
    }
}
