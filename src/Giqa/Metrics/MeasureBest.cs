namespace Giqa.Metrics;

/// <summary>The best that one generated image has met so far; all distances squared.</summary>
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
