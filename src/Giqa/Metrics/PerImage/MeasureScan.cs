using System.Numerics;
using System.Runtime.Intrinsics;
using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>
/// Searches tiles of distances for the pairs that can improve an image's measures; only those are computed exactly.
/// </summary>
internal sealed class MeasureScan
{
    private const int BlockRows = DistanceTiles.BlockRows;

    private readonly FeatureMatrix _generated;
    private readonly float[] _radii;
    private readonly float[] _narrowRadii;
    private readonly double _median;

    internal MeasureScan(RealManifold real, FeatureMatrix generated)
    {
        (Real, _generated) = (real, generated);
        var exact = Array.ConvertAll(real.Distances, distances => distances[^1]);
        _median = Median(exact);
        _radii = Array.ConvertAll(exact, radius => MathF.BitIncrement((float)radius));
        _narrowRadii = [.. exact.Select((radius, i) => radius <= _median ? _radii[i] : -1f)];
    }

    internal RealManifold Real { get; }

    internal float[] GeneratedNorms(int threads, CancellationToken cancellationToken) => Real.Tiles.Norms(_generated, threads, cancellationToken);

    internal unsafe void VisitTile(int firstGenerated, int firstReal, float[] norms, TileMemory memory, MeasureBest[] bests)
    {
        memory.Multiply(_generated, firstGenerated, Real.Features, firstReal);
        var count = Math.Min(BlockRows, Real.Features.Rows - firstReal);
        for (var i = 0; i < bests.Length; i++)
        {
            var products = new ReadOnlySpan<float>(memory.Product + ((long)i * BlockRows), count);
            VisitRow(firstGenerated + i, firstReal, products, norms[firstGenerated + i], ref bests[i]);
        }
    }

    internal ImageMeasure Finish(MeasureBest best)
    {
        var realism = Math.Min(ImageMeasure.HighestRealism, Math.Sqrt(best.Realism));
        double? rarity = double.IsInfinity(best.Rarity) ? null : Math.Sqrt(best.Rarity);
        var authentic = best.Distance > Real.Distances[best.Nearest][0];
        return new ImageMeasure(realism, rarity, best.Nearest, Math.Sqrt(best.Distance), authentic);
    }

    private void VisitRow(int generated, int firstReal, ReadOnlySpan<float> products, float norm, ref MeasureBest best)
    {
        var lanes = Vector512<float>.Count;
        var realNorms = Real.Norms.AsSpan(firstReal, products.Length);
        var shrink = 1f - Real.Tiles.Slack;
        var i = 0;
        for (; i <= products.Length - lanes; i += lanes)
        {
            var bound = ((Vector512.Create(norm) + Vector512.Create(realNorms[i..])) * shrink) - (Vector512.Create(products[i..]) * 2f);
            var radius = Vector512.Create(_radii.AsSpan(firstReal + i));
            var narrow = Vector512.Create(_narrowRadii.AsSpan(firstReal + i));
            var promising = Vector512.LessThanOrEqual(bound, Vector512.Create(Upper(best.Distance)))
                | Vector512.LessThanOrEqual(bound * Lower(best.Realism), narrow)
                | (Vector512.LessThanOrEqual(bound, radius) & Vector512.LessThanOrEqual(radius, Vector512.Create(Upper(best.Rarity))));
            for (var hits = promising.ExtractMostSignificantBits(); hits != 0; hits &= hits - 1)
            {
                Improve(generated, firstReal + i + BitOperations.TrailingZeroCount(hits), ref best);
            }
        }

        for (; i < products.Length; i++)
        {
            Improve(generated, firstReal + i, ref best);
        }
    }

    private void Improve(int generated, int real, ref MeasureBest best)
    {
        var distance = StableSums.SquaredDistance(_generated.Row(generated), Real.Features.Row(real));
        var radius = Real.Distances[real][^1];
        if (radius <= _median)
        {
            best.Realism = Math.Max(best.Realism, distance > 0.0 ? radius / distance : double.PositiveInfinity);
        }

        if (distance <= radius)
        {
            best.Rarity = Math.Min(best.Rarity, radius);
        }

        if (distance < best.Distance)
        {
            (best.Distance, best.Nearest) = (distance, real);
        }
    }

    private static float Upper(double value) => MathF.BitIncrement(MathF.BitIncrement((float)value));

    /// <summary>Slightly less than the value, to compensate for rounding in the bound's product with it.</summary>
    private static float Lower(double value) => (float)Math.Min(value, float.MaxValue) * (1f - 1e-6f);

    private static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
    }
}

/// <summary>The best found so far for one generated image; all distances squared.</summary>
internal struct MeasureBest
{
    internal static readonly MeasureBest None = new()
    {
        Realism = 0.0,
        Rarity = double.PositiveInfinity,
        Distance = double.PositiveInfinity,
        Nearest = -1,
    };

    /// <summary>The largest squared radius over squared distance.</summary>
    internal double Realism { get; set; }

    /// <summary>The smallest squared radius of a ball around the image.</summary>
    internal double Rarity { get; set; }

    /// <summary>The squared distance to the nearest real.</summary>
    internal double Distance { get; set; }

    /// <summary>Its row.</summary>
    internal int Nearest { get; set; }
}
