using Giqa.Images;

namespace Giqa.Tests.Features;

/// <summary>The pictures that Fixtures/tfjs/make_golden.cjs draws.</summary>
internal static class GoldenImages
{
    internal static RgbImage[] Draw(int size) =>
    [
        Draw(size, (x, y, c) => new[] { x, y, x + y }[c] * 255 / (new[] { 1, 1, 2 }[c] * (size - 1))),
        Draw(size, (x, y, c) => ((((x * (7 + c)) + (y * (13 - (2 * c))) + ((x * y) >> 3)) * 31) >> 2) & 255),
    ];

    private static RgbImage Draw(int size, Func<int, int, int, int> pattern)
    {
        var pixels = new byte[3 * size * size];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)pattern(i / 3 % size, i / 3 / size, i % 3);
        }

        return new RgbImage(size, size, pixels);
    }
}
