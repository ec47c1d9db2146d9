using System.Collections.Concurrent;
using System.Numerics.Tensors;
using Giqa.Images;

namespace Giqa.Benchmarks.Degradations;

/// <summary>Damage to an image's fine detail.</summary>
internal static class FrequencyDamage
{
    // Large images lose the frequencies that one of so many pixels would lose, so that sizes suffer alike.
    private const int FineSize = 96;

    private static readonly ConcurrentDictionary<(int Size, int Kept), float[]> s_projections = [];

    private static ReadOnlySpan<float> Amount => [1f, 2f, 3.5f, 5.5f, 8f];

    private static ReadOnlySpan<float> Kept => [.6f, .5f, .4f, .3f, .22f];

    /// <summary>Unsharp masking: the difference to a blurred copy is added several times over.</summary>
    internal static RgbImage Sharpen(RgbImage image, int strength)
    {
        var blurred = Degradation.Apply(image, DegradationKind.Blur, Degradation.MinStrength, 0).Pixels;
        var amount = Amount[strength - 1];
        return new RgbImage(image.Width, image.Height, [.. image.Pixels.Select((value, i) => PixelMath.ToByte(value + (amount * (value - blurred[i]))))]);
    }

    /// <summary>An ideal low pass in each direction, by cosine transforms: edges ring.</summary>
    internal static RgbImage Ring(RgbImage image, int strength)
    {
        var (width, height) = (image.Width, image.Height);
        var (across, down) = (Projection(width, KeptOf(image, width, strength)), Projection(height, KeptOf(image, height, strength)));
        var pixels = new byte[image.Pixels.Length];
        var (plane, rows, sums) = (new float[width], new float[width * height], new float[width]);
        for (var channel = 0; channel < 3; channel++)
        {
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    plane[x] = image.Pixels[(((y * width) + x) * 3) + channel];
                }

                for (var x = 0; x < width; x++)
                {
                    rows[(y * width) + x] = TensorPrimitives.Dot(plane, across.AsSpan(x * width, width));
                }
            }

            for (var y = 0; y < height; y++)
            {
                Array.Clear(sums);
                for (var from = 0; from < height; from++)
                {
                    TensorPrimitives.MultiplyAdd(rows.AsSpan(from * width, width), down[(y * height) + from], sums, sums);
                }

                for (var x = 0; x < width; x++)
                {
                    pixels[(((y * width) + x) * 3) + channel] = PixelMath.ToByte(sums[x]);
                }
            }
        }

        return new RgbImage(width, height, pixels);
    }

    /// <summary>Scales down, and up again smoothly.</summary>
    internal static RgbImage ShrinkAndEnlarge(RgbImage image, int strength)
    {
        var (width, height) = (KeptOf(image, image.Width, strength), KeptOf(image, image.Height, strength));
        var small = Resizer.ResizeToBytes(image, width, height, ResizeMode.PilBilinear);
        return Resizer.ResizeToBytes(small, image.Width, image.Height, ResizeMode.PilBicubic);
    }

    private static int KeptOf(RgbImage image, int size, int strength)
    {
        var shorter = Math.Min(image.Width, image.Height);
        return Math.Max(1, (int)MathF.Round(size * Kept[strength - 1] * Math.Min(shorter, FineSize) / shorter));
    }

    /// <summary>The symmetric matrix that keeps a row's lowest frequencies of the cosine transform, and nothing else.</summary>
    private static float[] Projection(int size, int kept) => s_projections.GetOrAdd((size, kept), static key =>
    {
        var matrix = new float[key.Size * key.Size];
        for (var i = 0; i < matrix.Length; i++)
        {
            var (to, from) = Math.DivRem(i, key.Size);
            var sum = 1.0;
            for (var frequency = 1; frequency < key.Kept; frequency++)
            {
                sum += 2 * Math.Cos(Math.PI * frequency * (to + .5) / key.Size) * Math.Cos(Math.PI * frequency * (from + .5) / key.Size);
            }

            matrix[i] = (float)(sum / key.Size);
        }

        return matrix;
    });
}
