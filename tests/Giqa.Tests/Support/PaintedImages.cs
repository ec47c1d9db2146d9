using Giqa.Images;
using Giqa.Numerics;

namespace Giqa.Tests.Support;

/// <summary>Small pictures of two coloured waves each, different for every number.</summary>
internal static class PaintedImages
{
    internal static RgbImage Paint(int number, int size = 32)
    {
        var random = new SeededRandom((ulong)number);
        var parameters = Enumerable.Range(0, 9).Select(_ => random.NextDouble()).ToArray();
        var pixels = new byte[3 * size * size];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (y, x, c) = (i / 3 / size / (double)size, i / 3 % size / (double)size, i % 3);
            var wave = Math.Sin((6 * parameters[0] * x) + (6 * parameters[1] * y) + (6 * parameters[3 + c]))
                + Math.Cos((9 * parameters[2] * x * y) + (6 * parameters[6 + c]));
            pixels[i] = (byte)(127.5 + (60 * wave));
        }

        return new RgbImage(size, size, pixels);
    }
}
