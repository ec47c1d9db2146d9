namespace Giqa.Images;

/// <summary>Turns encoded bytes into RGB pixels.</summary>
public static class ImageDecoder
{
    /// <summary>Decodes an encoded image, recognised by its first bytes and not by its name.</summary>
    /// <exception cref="ImageException">The bytes are not an image that can be used; the exception says why.</exception>
    public static RgbImage Decode(ReadOnlySpan<byte> encoded, DecodeOptions options) =>
        throw new ImageException(ImageFault.Unsupported, $"no decoder for {encoded.Length} bytes under {options}");
}
