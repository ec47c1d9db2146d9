using System.Text.Json.Serialization;

namespace Giqa.Scores;

/// <summary>What was measured for one image besides its score. What was not requested is null, and so is everything for a skipped image.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
internal sealed record ImageExtras
{
    /// <summary>What was requested: the columns of a scores file, whether or not this image has values in them.</summary>
    /// <value>Default none.</value>
    [JsonIgnore]
    public ExtraColumns Columns { get; init; }

    /// <summary>The largest ratio of a real ball's radius to the distance from its centre; 1 or more is inside a ball.</summary>
    public double? Realism { get; init; }

    /// <summary>The smallest radius of a real ball around the image, in feature units; null outside all balls.</summary>
    public double? Rarity { get; init; }

    /// <summary>False if the nearest real's nearest other real is no nearer to it than this image: it may be a copy.</summary>
    [JsonPropertyName("authentic")]
    public bool? IsAuthentic { get; init; }

    /// <summary>FID minus FID without the image: positive if the image makes FID worse. Null if a set has no more images than dimensions.</summary>
    public double? Influence { get; init; }
}

/// <summary>What may be measured for an image besides its score: columns of a scores file.</summary>
[Flags]
internal enum ExtraColumns
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>How deep the image is inside a ball around a real one (Kynkäänniemi et al., 2019).</summary>
    Realism = 1,

    /// <summary>How sparse the reals are around the image (Han et al., 2023).</summary>
    Rarity = 2,

    /// <summary>Whether the image is more than a copy of a real one (Alaa et al., 2022).</summary>
    Authenticity = 4,

    /// <summary>The image's effect on FID.</summary>
    Influence = 8,

    /// <summary>All of them.</summary>
    All = Realism | Rarity | Authenticity | Influence,
}
