using Giqa.Images.Codecs;

namespace Giqa.Images;

/// <summary>Turns RGB pixels into files.</summary>
/// <remarks>Safe to call from several threads at once.</remarks>
internal static class ImageEncoder
{
    /// <summary>Encodes as a baseline JPEG with colour at half resolution (4:2:0), the settings of PIL's <c>save</c>: decoded, its pixels are the same.</summary>
    /// <param name="image">At most 65,500 pixels per side, the format's limit.</param>
    /// <param name="quality">1 to 100.</param>
    /// <exception cref="GiqaException">The image is too large for the format.</exception>
    /// <exception cref="NativeLibraryException">Skia's native library is missing.</exception>
    public static byte[] EncodeJpeg(RgbImage image, int quality = 90)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        try
        {
            return JpegEncoder.Encode(image, quality);
        }
        catch (Exception e) when (CodecLibraries.IsMissing(e))
        {
            throw CodecLibraries.Missing(e);
        }
    }

    /// <summary>Encodes as an 8-bit PNG, without loss: grey if every pixel is, RGB otherwise.</summary>
    public static byte[] EncodePng(RgbImage image) => PngEncoder.Encode(image);
}
