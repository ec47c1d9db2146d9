namespace Giqa.Metrics;

/// <summary>What the balls around reals say about one generated image.</summary>
/// <param name="Realism">
/// The largest ratio of a real ball's radius to the distance from its centre, over the balls no wider than the median: 1 or
/// more lies within one. An exact copy of a real has <see cref="HighestRealism"/>.
/// </param>
/// <param name="Rarity">The smallest radius of a real ball around the image, in feature units; null outside of all balls.</param>
/// <param name="NearestReal">The row number of the nearest real.</param>
/// <param name="NearestDistance">The distance to it, in feature units.</param>
/// <param name="IsAuthentic">False where that real's nearest other real is no nearer to it than this image: the image may be a copy.</param>
public readonly record struct ImageMeasure(double Realism, double? Rarity, int NearestReal, double NearestDistance, bool IsAuthentic)
{
    /// <summary>The realism at which distances of zero are cut off.</summary>
    public const double HighestRealism = 1e6;
}
