using Giqa.Numerics;

namespace Giqa.Images;

/// <summary>Additive Gaussian noise. Above 256 pixels its grain is coarser than a pixel, or shrinking the image would average it away.</summary>
internal static class GrainNoise
{
    private const int FineSize = 256;

    // Standard deviation in grey levels.
    private static ReadOnlySpan<float> Deviation => [12, 22, 36, 56, 84];

    internal static RgbImage Apply(RgbImage image, int strength, SeededRandom random)
    {
        var grain = Math.Max(1, (Math.Min(image.Width, image.Height) + (FineSize / 2)) / FineSize);
        var (columns, rows) = ((image.Width + grain - 1) / grain, (image.Height + grain - 1) / grain);
        var noise = new float[columns * rows * 3];
        for (var i = 0; i < noise.Length; i++)
        {
            noise[i] = (float)random.NextGaussian() * Deviation[strength - 1];
        }

        var pixels = new byte[image.Pixels.Length];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = (i / 3 % image.Width, i / 3 / image.Width);
            pixels[i] = PixelMath.ToByte(image.Pixels[i] + noise[((((y / grain) * columns) + (x / grain)) * 3) + (i % 3)]);
        }

        return new RgbImage(image.Width, image.Height, pixels);
    }
}
