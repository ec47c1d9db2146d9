namespace Giqa.Features;

/// <summary>One number for each colour channel.</summary>
public readonly record struct RgbValues(float Red, float Green, float Blue)
{
    /// <summary>The same number for all three channels.</summary>
    public static RgbValues All(float value) => new(value, value, value);

    /// <summary>The number of channel 0 (red), 1 (green) or 2 (blue).</summary>
    public float this[int channel] => channel switch
    {
        0 => Red,
        1 => Green,
        2 => Blue,
        _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, "must be 0, 1 or 2"),
    };
}
