namespace Giqa.Models;

/// <summary>What can be wrong with a place of an image.</summary>
internal enum LocalDamageKind
{
    Noise,
    Shuffle,
    Fill,
    Jpeg,
    Swirl,
    Colour,
    Paste,
    Blur,
    Ghost,
    Pixelate,

    /// <summary>What belongs to no image: noise, flat colours, patterns.</summary>
    Foreign,
}
