namespace Giqa.Images;

/// <summary>A round trip through JPEG, at a size at which JPEG's blocks are small relative to the picture.</summary>
internal static class JpegDamage
{
    // A smaller image is enlarged to this for the round trip: on 28 pixels a single block would span a third of the picture.
    private const int FineSize = 128;

    // Quality at that size; it falls with the fourth root of a larger size.
    private static ReadOnlySpan<float> Quality => [45, 26, 15, 9, 5];

    internal static RgbImage Apply(RgbImage image, int strength)
    {
        var shorter = Math.Min(image.Width, image.Height);
        var factor = (FineSize + shorter - 1) / shorter;
        var relative = Math.Min(1f, (float)FineSize / shorter);
        var quality = Math.Clamp((int)MathF.Round(Quality[strength - 1] * MathF.Pow(relative, 0.25f)), 1, 100);
        var large = Enlarge(image, factor);
        return Reduce(ImageDecoder.Decode(ImageEncoder.EncodeJpeg(large, quality), new DecodeOptions()), factor);
    }

    private static RgbImage Enlarge(RgbImage image, int factor)
    {
        var large = new RgbImage(image.Width * factor, image.Height * factor, new byte[image.Pixels.Length * factor * factor]);
        for (var i = 0; i < large.Pixels.Length; i++)
        {
            var (x, y) = (i / 3 % large.Width / factor, i / 3 / large.Width / factor);
            large.Pixels[i] = image.Pixels[(((y * image.Width) + x) * 3) + (i % 3)];
        }

        return large;
    }

    // Means over the pixels that one was enlarged to: without JPEG in between, this gives the image itself.
    private static RgbImage Reduce(RgbImage large, int factor)
    {
        var (width, height) = (large.Width / factor, large.Height / factor);
        var sums = new float[width * height * 3];
        for (var i = 0; i < large.Pixels.Length; i++)
        {
            var (x, y) = (i / 3 % large.Width / factor, i / 3 / large.Width / factor);
            sums[(((y * width) + x) * 3) + (i % 3)] += large.Pixels[i];
        }

        return new RgbImage(width, height, Array.ConvertAll(sums, sum => PixelMath.ToByte(sum / (factor * factor))));
    }
}
