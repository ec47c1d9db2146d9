namespace Giqa.Images;

/// <summary>How files become pixels. Part of every result's provenance.</summary>
public sealed record DecodeOptions
{
    /// <summary>Turn the image as its EXIF orientation says.</summary>
    /// <value>Default true; false is the Python tools' habit.</value>
    public bool ApplyOrientation { get; init; } = true;

    /// <summary>What becomes of transparency.</summary>
    /// <value>Default <see cref="AlphaMode.OnWhite"/>; <see cref="AlphaMode.Drop"/> is the Python tools' habit.</value>
    public AlphaMode Alpha { get; init; } = AlphaMode.OnWhite;

    /// <summary>The most pixels an image may announce before any of them is decoded.</summary>
    /// <value>Default 178,956,970 (the limit at which PIL refuses), at least 1.</value>
    public long MaxPixels { get; init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(MaxPixels), value, "must be at least 1"); } = 178_956_970;

    /// <summary>The most bytes a file may have before it is read.</summary>
    /// <value>Default 256 MiB, at least 1.</value>
    public long MaxFileBytes { get; init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(MaxFileBytes), value, "must be at least 1"); } = 256L << 20;
}

/// <summary>What becomes of transparency.</summary>
public enum AlphaMode
{
    /// <summary>Composited on white: what a person sees on a page.</summary>
    OnWhite,

    /// <summary>Dropped, so that the colour stored under transparent pixels shows: what the Python tools' <c>convert("RGB")</c> does.</summary>
    Drop,
}
