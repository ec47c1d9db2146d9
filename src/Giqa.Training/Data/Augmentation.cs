using Giqa.Images;
using Giqa.Numerics;

namespace Giqa.Training.Data;

/// <summary>Random changes that preserve the content of an image: a shift, a rotation, a mirror image. Areas from outside are filled by mirroring the image at its border.</summary>
internal sealed record Augmentation
{
    /// <summary>The most pixels by which the image is shifted in each direction: a random crop of the image with a border of that width.</summary>
    /// <value>Default 0.</value>
    public int CropPadding { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(CropPadding), value, "must not be negative"); }

    /// <summary>The largest rotation in degrees, in either direction, with bilinear interpolation.</summary>
    /// <value>Default 0, up to 180.</value>
    public double RotationDegrees { get; init => field = value is >= 0 and <= 180 ? value : throw new ArgumentOutOfRangeException(nameof(RotationDegrees), value, "must be in [0, 180]"); }

    /// <summary>The probability of mirroring left to right.</summary>
    /// <value>Default 0, up to 1.</value>
    public double FlipProbability { get; init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(FlipProbability), value, "must be in [0, 1]"); }

    /// <summary>Changes a square image, to a byte for each value.</summary>
    /// <param name="image">The image, which is not changed.</param>
    /// <param name="seed">Determines the changes.</param>
    internal RgbImage Apply(RgbImage image, ulong seed)
    {
        var (side, area) = (image.Width, image.Width * image.Width);
        var planes = new float[3 * area];
        Apply(ImagePlanes.Separate(image.Pixels), 3, side, seed, planes);
        var pixels = new byte[planes.Length];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)MathF.Round((planes[(i % 3 * area) + (i / 3)] + 1) * 127.5f);
        }

        return new RgbImage(side, side, pixels);
    }

    /// <summary>Changes one image.</summary>
    /// <param name="image">C x size x size bytes.</param>
    /// <param name="channels">C.</param>
    /// <param name="size">The side.</param>
    /// <param name="seed">Determines the changes.</param>
    /// <param name="destination">Receives as many floats in [-1, 1].</param>
    internal void Apply(ReadOnlySpan<byte> image, int channels, int size, ulong seed, Span<float> destination)
    {
        // All numbers are drawn whether they are used or not, so that switching one change on does not affect the others.
        var random = new SeededRandom(seed);
        var flip = random.NextDouble() < FlipProbability;
        var shiftX = random.NextInt((2 * CropPadding) + 1) - CropPadding;
        var shiftY = random.NextInt((2 * CropPadding) + 1) - CropPadding;
        var (sine, cosine) = Math.SinCos(((2 * random.NextDouble()) - 1) * RotationDegrees * Math.PI / 180);
        var centre = (size - 1) / 2.0;
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                var (right, down) = ((flip ? size - 1 - x : x) - centre, y - centre);
                var sourceX = (cosine * right) - (sine * down) + centre + shiftX;
                var sourceY = (sine * right) + (cosine * down) + centre + shiftY;
                Sample(image, channels, size, (sourceX, sourceY), destination[((y * size) + x)..]);
            }
        }
    }

    /// <summary>Writes the values of all channels between four pixels, one plane apart.</summary>
    private static void Sample(ReadOnlySpan<byte> image, int channels, int size, (double X, double Y) at, Span<float> destination)
    {
        var (left, top) = (Math.Floor(at.X), Math.Floor(at.Y));
        var (toRight, toBottom) = ((float)(at.X - left), (float)(at.Y - top));
        var (x0, x1) = (Mirror((int)left, size), Mirror((int)left + 1, size));
        var (y0, y1) = (Mirror((int)top, size), Mirror((int)top + 1, size));
        for (var channel = 0; channel < channels; channel++)
        {
            var plane = image.Slice(channel * size * size, size * size);
            var above = Between(ImagePlanes.Scale(plane[(y0 * size) + x0]), ImagePlanes.Scale(plane[(y0 * size) + x1]), toRight);
            var below = Between(ImagePlanes.Scale(plane[(y1 * size) + x0]), ImagePlanes.Scale(plane[(y1 * size) + x1]), toRight);
            destination[channel * size * size] = Between(above, below, toBottom);
        }
    }

    private static float Between(float first, float second, float fraction) => fraction == 0 ? first : first + ((second - first) * fraction);

    /// <summary>Reflects a coordinate at the first and the last pixel, as often as it takes.</summary>
    private static int Mirror(int coordinate, int size)
    {
        var period = 2 * (size - 1);
        var within = ((coordinate % period) + period) % period;
        return within < size ? within : period - within;
    }
}
