using Giqa.Images;
using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Benchmarks.Maps;

/// <summary>Rectangles that nobody could take for a part of a photograph, most of them far stronger than the damage that maps learn from.</summary>
internal static class ExtremeDamage
{
    private const double Deviation = 120;
    private const int Check = 4;

    private static readonly byte[] s_magenta = [255, 0, 255];

    internal static readonly string[] Names =
        ["noise of deviation 120", "black and white pixels", "pixels of any colour", "grey", "black", "white", "magenta", "checks of 4 pixels", "stripes of 1 pixel", "inverted"];

    internal static RgbImage Apply(RgbImage image, string name, PixelBox box, ulong seed)
    {
        var (random, part) = (new SeededRandom(seed), box.Cut(image));
        var pixels = new byte[part.Pixels.Length];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (y, x) = Math.DivRem(i / 3, box.Width);
            pixels[i] = name switch
            {
                "noise of deviation 120" => (byte)Math.Clamp(part.Pixels[i] + (Deviation * random.NextGaussian()), 0, 255),
                "black and white pixels" => i % 3 > 0 ? pixels[i - 1] : BlackOrWhite(random.NextInt(2)),
                "pixels of any colour" => (byte)random.NextInt(256),
                "grey" => 128,
                "black" => 0,
                "white" => 255,
                "magenta" => s_magenta[i % 3],
                "checks of 4 pixels" => BlackOrWhite((x / Check) + (y / Check)),
                "stripes of 1 pixel" => BlackOrWhite(x),
                "inverted" => (byte)(255 - part.Pixels[i]),
                _ => throw new ArgumentException(name, nameof(name)),
            };
        }

        return box.Replace(image, new RgbImage(box.Width, box.Height, pixels));
    }

    private static byte BlackOrWhite(int number) => number % 2 == 0 ? (byte)0 : (byte)255;
}
