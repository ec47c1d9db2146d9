namespace Giqa.Scores;

/// <summary>What may be told of an image beside its score: columns of a scores file.</summary>
[Flags]
public enum ExtraColumns
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>How deep the image lies within a ball around a real one (Kynkäänniemi et al., 2019).</summary>
    Realism = 1,

    /// <summary>How sparse the reals are where the image lies (Han et al., 2023).</summary>
    Rarity = 2,

    /// <summary>Whether the image is more than a copy of a real one (Alaa et al., 2022).</summary>
    Authenticity = 4,

    /// <summary>What the image does to FID.</summary>
    Influence = 8,

    /// <summary>All of them.</summary>
    All = Realism | Rarity | Authenticity | Influence,
}
