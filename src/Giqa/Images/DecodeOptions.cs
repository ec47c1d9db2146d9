namespace Giqa.Images;

/// <summary>How files become pixels. Part of every result's provenance.</summary>
public sealed record DecodeOptions
{
    /// <summary>Turn the image according to its EXIF orientation.</summary>
    /// <value>Default true; the Python tools use false.</value>
    public bool ApplyOrientation { get; init; } = true;

    /// <summary>What becomes of transparency.</summary>
    /// <value>Default <see cref="AlphaMode.OnWhite"/>; the Python tools use <see cref="AlphaMode.Drop"/>.</value>
    public AlphaMode Alpha { get; init; } = AlphaMode.OnWhite;

    /// <summary>A JPEG is decoded at a half, a quarter or an eighth of its size as long as no side becomes shorter than this.</summary>
    /// <value>Default null: at its full size, always.</value>
    internal int? LeastJpegSide { get; init; }

    /// <summary>The most pixels an image's header may declare; checked before decoding.</summary>
    /// <value>Default 178,956,970 (the limit at which PIL refuses), at least 1.</value>
    public long MaxPixels { get; init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(MaxPixels), value, "must be at least 1"); } = 178_956_970;

    /// <summary>The most bytes a file may have; checked before reading.</summary>
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
