using Giqa.Images;

namespace Giqa.Web;

/// <summary>Small pictures of a source's images: PNG for tiny images, whose pixels count, JPEG for others.</summary>
internal sealed class Thumbnails(IImageSource source, DecodeOptions decoding, int side)
{
    private const int LosslessSide = 64;
    private const int JpegQuality = 85;

    /// <summary>Makes one thumbnail.</summary>
    /// <returns>PNG or JPEG, or null and the reason when the image cannot be read.</returns>
    internal (byte[]? Bytes, string? Missing) Make(int index)
    {
        try
        {
            return (Encode(source.Read(index).Decode(decoding)), null);
        }
        catch (ImageException e)
        {
            return (null, e.Message);
        }
    }

    private byte[] Encode(RgbImage image)
    {
        var longer = Math.Max(image.Width, image.Height);
        if (longer > side)
        {
            var (width, height) = (Scaled(image.Width, longer), Scaled(image.Height, longer));
            image = Resizer.ResizeToBytes(image, width, height, ResizeMode.PilBicubic);
        }

        return longer <= LosslessSide ? ImageEncoder.EncodePng(image) : ImageEncoder.EncodeJpeg(image, JpegQuality);
    }

    private int Scaled(int length, int longer) => Math.Max(1, (int)Math.Round((double)length * side / longer));
}
