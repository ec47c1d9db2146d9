using System.Numerics.Tensors;

namespace Giqa.Images;

/// <summary>A separable Gaussian blur; the border repeats outwards.</summary>
internal static class GaussianBlur
{
    // Standard deviation as a share of the shorter side.
    private static ReadOnlySpan<float> Share => [0.01f, 0.016f, 0.024f, 0.034f, 0.046f];

    internal static RgbImage Apply(RgbImage image, int strength)
    {
        var sigma = Math.Max(Share[strength - 1] * Math.Min(image.Width, image.Height), 0.25f * (strength + 1));
        var kernel = Kernel(sigma);
        var (width, height) = (image.Width, image.Height);
        var rows = new float[image.Pixels.Length];
        var pixels = new byte[image.Pixels.Length];
        for (var y = 0; y < height; y++)
        {
            BlurRow(image.Pixels, rows, y * width * 3, width, kernel);
        }

        for (var y = 0; y < height; y++)
        {
            BlurColumns(rows, pixels, y, width * 3, height, kernel);
        }

        return new RgbImage(width, height, pixels);
    }

    private static float[] Kernel(float sigma)
    {
        var radius = (int)MathF.Ceiling(3 * sigma);
        var kernel = new float[(2 * radius) + 1];
        for (var i = 0; i < kernel.Length; i++)
        {
            kernel[i] = MathF.Exp(-0.5f * (i - radius) * (i - radius) / (sigma * sigma));
        }

        var sum = kernel.Sum();
        return Array.ConvertAll(kernel, value => value / sum);
    }

    private static void BlurRow(byte[] source, float[] target, int offset, int width, float[] kernel)
    {
        var radius = kernel.Length / 2;
        for (var x = 0; x < width; x++)
        {
            for (var tap = 0; tap < kernel.Length; tap++)
            {
                var from = offset + (Math.Clamp(x + tap - radius, 0, width - 1) * 3);
                for (var channel = 0; channel < 3; channel++)
                {
                    target[offset + (x * 3) + channel] += source[from + channel] * kernel[tap];
                }
            }
        }
    }

    private static void BlurColumns(float[] source, byte[] target, int y, int stride, int height, float[] kernel)
    {
        var radius = kernel.Length / 2;
        var sums = new float[stride];
        for (var tap = 0; tap < kernel.Length; tap++)
        {
            var row = source.AsSpan(Math.Clamp(y + tap - radius, 0, height - 1) * stride, stride);
            TensorPrimitives.MultiplyAdd(row, kernel[tap], sums, sums);
        }

        for (var x = 0; x < stride; x++)
        {
            target[(y * stride) + x] = PixelMath.ToByte(sums[x]);
        }
    }
}
