namespace Giqa.Images.Codecs;

/// <summary>Recognises image formats by their first bytes; names are often wrong.</summary>
internal static class ImageSignature
{
    /// <summary>How many bytes are needed.</summary>
    internal const int Length = 32;

    /// <summary>The format of an encoded image.</summary>
    /// <exception cref="ImageException">No bytes, a format without a decoder, or no image at all.</exception>
    internal static ImageFormat Recognise(ReadOnlySpan<byte> encoded)
    {
        if (encoded.IsEmpty)
        {
            throw new ImageException(ImageFault.Empty, "the file has no bytes");
        }

        return Decodable(encoded) ?? throw (Foreign(encoded) is { } name
            ? new ImageException(ImageFault.Unsupported, $"{name} is not supported; convert it to PNG, JPEG, WebP, GIF, BMP or PPM")
            : new ImageException(ImageFault.NotAnImage, "the first bytes are not those of any known image format"));
    }

    /// <summary>Whether the bytes begin like an image, including formats without a decoder.</summary>
    internal static bool IsImage(ReadOnlySpan<byte> start) => Decodable(start) is not null || Foreign(start) is not null;

    private static ImageFormat? Decodable(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith<byte>([0xFF, 0xD8, 0xFF]))
        {
            return ImageFormat.Jpeg;
        }

        if (bytes.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G']))
        {
            return ImageFormat.Png;
        }

        if (bytes.StartsWith("RIFF"u8) && At(bytes, 8, "WEBP"u8))
        {
            return ImageFormat.Webp;
        }

        if (bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8))
        {
            return ImageFormat.Gif;
        }

        // "BM" alone also begins texts; a bitmap has four reserved zero bytes after its size.
        if (bytes.StartsWith("BM"u8) && At(bytes, 6, [0, 0, 0, 0]))
        {
            return ImageFormat.Bmp;
        }

        return IsPnm(bytes, '5', '6') ? ImageFormat.Pnm : null;
    }

    /// <summary>The name of a format that is known but not decoded, or null.</summary>
    private static string? Foreign(ReadOnlySpan<byte> bytes) => bytes switch
    {
        _ when bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8) || bytes.StartsWith("II+\0"u8) || bytes.StartsWith("MM\0+"u8) => "TIFF",
        _ when At(bytes, 4, "ftyp"u8) => IsoMedia(bytes),
        _ when At(bytes, 4, "jP  "u8) || bytes.StartsWith<byte>([0xFF, 0x4F, 0xFF, 0x51]) => "JPEG 2000",
        _ when At(bytes, 4, "JXL "u8) || bytes.StartsWith<byte>([0xFF, 0x0A]) => "JPEG XL",
        _ when bytes.StartsWith<byte>([0, 0, 1, 0]) => "ICO",
        _ when bytes.StartsWith("8BPS"u8) => "Photoshop PSD",
        _ when bytes.StartsWith<byte>([0x76, 0x2F, 0x31, 0x01]) => "OpenEXR",
        _ when bytes.StartsWith("#?RADIANCE"u8) => "Radiance HDR",
        _ when bytes.StartsWith("qoif"u8) => "QOI",
        _ when bytes.StartsWith("DDS "u8) => "DDS",
        _ when IsPnm(bytes, '1', '4') => "bitmap or plain-text PNM (only P5 and P6 are read)",
        _ when IsPnm(bytes, '7', '7') => "PAM",
        _ => null,
    };

    private static string? IsoMedia(ReadOnlySpan<byte> bytes) => bytes switch
    {
        _ when At(bytes, 8, "avi"u8) => "AVIF",
        _ when At(bytes, 8, "he"u8) || At(bytes, 8, "mif1"u8) || At(bytes, 8, "msf1"u8) => "HEIC",
        _ => null,
    };

    private static bool IsPnm(ReadOnlySpan<byte> bytes, char first, char last) =>
        bytes.Length > 2 && bytes[0] == 'P' && bytes[1] >= first && bytes[1] <= last && (bytes[2] is 9 or 10 or 11 or 12 or 13 or 32 || bytes[2] == '#');

    private static bool At(ReadOnlySpan<byte> bytes, int offset, ReadOnlySpan<byte> expected) =>
        bytes.Length >= offset + expected.Length && bytes[offset..].StartsWith(expected);
}

/// <summary>The formats that are decoded.</summary>
internal enum ImageFormat
{
    Jpeg,
    Png,
    Webp,
    Bmp,
    Gif,
    Pnm,
}
