using Giqa.Numerics;

namespace Giqa.Images;

/// <summary>Draws pictures that do not belong to any set of images: noise, flat colours, patterns, ramps. A scorer should not rate any of them highly.</summary>
internal static class ForeignPicture
{
    private const int Kinds = 5;

    /// <summary>Draws one of random kind, colours, contrast and grain.</summary>
    internal static RgbImage Draw(int width, int height, SeededRandom random) => random.NextInt(Kinds) switch
    {
        0 => Flat(width, height, random),
        1 => Noise(width, height, Grain(width, height, random), random, static random => random.NextDouble()),
        2 => Noise(width, height, Grain(width, height, random), random, static random => .5 + (.3 * random.NextGaussian())),
        3 => Checks(width, height, random),
        _ => Ramp(width, height, random),
    };

    private static RgbImage Flat(int width, int height, SeededRandom random)
    {
        // Black and white are what cameras and broken generators produce: they are drawn more often than one colour in 256.
        var colour = random.NextInt(4) switch
        {
            0 => new double[3],
            1 => [1, 1, 1],
            _ => Colour(random),
        };
        return Paint(width, height, (_, _, channel) => colour[channel]);
    }

    private static RgbImage Noise(int width, int height, int grain, SeededRandom random, Func<SeededRandom, double> draw)
    {
        var (columns, rows) = ((width + grain - 1) / grain, (height + grain - 1) / grain);
        var isGrey = random.NextInt(2) == 0;
        var contrast = .2 + (.8 * random.NextDouble());
        var middle = Colour(random);
        var values = new double[columns * rows * 3];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = isGrey && i % 3 > 0 ? values[i - 1] : draw(random) - .5;
        }

        return Paint(width, height, (x, y, channel) =>
            (contrast * .5) + ((1 - contrast) * middle[isGrey ? 0 : channel]) + (contrast * values[((((y / grain) * columns) + (x / grain)) * 3) + channel]));
    }

    private static RgbImage Checks(int width, int height, SeededRandom random)
    {
        var (across, down) = (Grain(width, height, random), Grain(width, height, random));
        var (isStriped, first, second) = (random.NextInt(2) == 0, Colour(random), Colour(random));
        return Paint(width, height, (x, y, channel) => (((x / across) + (isStriped ? 0 : y / down)) % 2 == 0 ? first : second)[channel]);
    }

    private static RgbImage Ramp(int width, int height, SeededRandom random)
    {
        var (first, second, angle) = (Colour(random), Colour(random), 2 * Math.PI * random.NextDouble());
        var (right, down) = (Math.Cos(angle), Math.Sin(angle));
        return Paint(width, height, (x, y, channel) =>
        {
            var share = .5 + (((right * ((x / (double)width) - .5)) + (down * ((y / (double)height) - .5))) / (Math.Abs(right) + Math.Abs(down)));
            return first[channel] + (share * (second[channel] - first[channel]));
        });
    }

    /// <summary>A colour, or a grey: some sets are grey only.</summary>
    private static double[] Colour(SeededRandom random)
    {
        var grey = random.NextDouble();
        return random.NextInt(2) == 0 ? [grey, grey, grey] : [grey, random.NextDouble(), random.NextDouble()];
    }

    private static int Grain(int width, int height, SeededRandom random) => 1 << random.NextInt(Math.Max(1, (int)Math.Log2(Math.Min(width, height)) - 1));

    private static RgbImage Paint(int width, int height, Func<int, int, int, double> value)
    {
        var pixels = new byte[width * height * 3];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = PixelMath.ToByte((float)(255 * value(i / 3 % width, i / 3 / width, i % 3)));
        }

        return new RgbImage(width, height, pixels);
    }
}
