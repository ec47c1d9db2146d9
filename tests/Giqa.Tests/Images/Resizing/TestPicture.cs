using Giqa.Images;

namespace Giqa.Tests.Images.Resizing;

/// <summary>The picture of the resize fixtures: smooth colour, hard edges and noise, as Fixtures/resize/make.py draws it.</summary>
internal static class TestPicture
{
    internal static RgbImage Create(int width, int height)
    {
        var pixels = new byte[width * height * 3];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)Value(i / 3 % width, i / 3 / width, i % 3, width, height);
        }

        return new RgbImage(width, height, pixels);
    }

    private static int Value(int x, int y, int channel, int width, int height)
    {
        if ((x + (y * 5)) % 31 == 0)
        {
            return 0;
        }

        if (((x * 3) + y) % 29 == 0)
        {
            return 255;
        }

        var state = (uint)((x * 7919) + (y * 104729) + (channel * 1299709) + 12345);
        var noise = (int)(((state * 1664525u) + 1013904223u) >> 16) % 64;
        var edges = ((x / 5) + (y / 3) + channel) % 4 * 60;
        var ramp = ((x * 255 / Math.Max(width - 1, 1)) + (y * 255 / Math.Max(height - 1, 1))) / 2;
        return Math.Min((x + (2 * y)) % 11 < 4 ? edges + noise : (ramp + (noise * (channel + 1))) / 2, 255);
    }
}
