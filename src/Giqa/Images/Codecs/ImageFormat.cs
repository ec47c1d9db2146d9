namespace Giqa.Images.Codecs;

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
