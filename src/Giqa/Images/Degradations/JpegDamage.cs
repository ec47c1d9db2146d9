namespace Giqa.Images;

/// <summary>A round trip through JPEG.</summary>
internal static class JpegDamage
{
    // Quality for a 64-pixel image; it falls with the fourth root of the size.
    private static ReadOnlySpan<float> Quality => [40, 24, 15, 9, 5];

    internal static RgbImage Apply(RgbImage image, int strength)
    {
        var relative = 64f / Math.Min(image.Width, image.Height);
        var quality = Math.Clamp((int)MathF.Round(Quality[strength - 1] * MathF.Pow(relative, 0.25f)), 1, 95);
        return ImageDecoder.Decode(ImageEncoder.EncodeJpeg(image, quality), new DecodeOptions());
    }
}
