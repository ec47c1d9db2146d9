namespace Giqa.Images;

/// <summary>What becomes of transparency.</summary>
public enum AlphaMode
{
    /// <summary>Composited on white: what a person sees on a page.</summary>
    OnWhite,

    /// <summary>Dropped, so that the colour stored under transparent pixels shows: what the Python tools' <c>convert("RGB")</c> does.</summary>
    Drop,
}
