using Giqa.Images;

namespace Giqa.Benchmarks.Degradations;

/// <summary>Damage to each pixel's colour alone.</summary>
internal static class ColourDamage
{
    // Fields of the checkerboard along the shorter side of a large image; of a small one every pixel is a field.
    private const int Fields = 112;

    private static ReadOnlySpan<double> Degrees => [20, 40, 60, 90, 130];

    private static ReadOnlySpan<int> Amplitude => [5, 9, 14, 20, 28];

    /// <summary>Turns hues about the grey axis; grey pixels stay as they are.</summary>
    internal static RgbImage TurnHue(RgbImage image, int strength) => HueTurn.Apply(image, Degrees[strength - 1]);

    /// <summary>Adds the pattern that strided transposed convolutions leave.</summary>
    internal static RgbImage AddCheckerboard(RgbImage image, int strength)
    {
        var (field, height) = (Math.Max(1, (int)Math.Round(Math.Min(image.Width, image.Height) / (double)Fields)), Amplitude[strength - 1]);
        return Map(image, (pixels, at, channel) =>
        {
            var (y, x) = Math.DivRem(at / 3, image.Width);
            return pixels[at + channel] + ((((x / field) + (y / field)) % 2 == 0) ? height : -height);
        });
    }

    private static RgbImage Map(RgbImage image, Func<byte[], int, int, double> value)
    {
        var pixels = new byte[image.Pixels.Length];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = PixelMath.ToByte((float)value(image.Pixels, i - (i % 3), i % 3));
        }

        return new RgbImage(image.Width, image.Height, pixels);
    }
}
