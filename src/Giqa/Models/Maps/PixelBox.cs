using Giqa.Images;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>A rectangle of pixels.</summary>
internal readonly record struct PixelBox(int X, int Y, int Width, int Height)
{
    /// <summary>A rectangle at a random place of an image.</summary>
    internal static PixelBox Random(RgbImage image, double widthShare, double heightShare, SeededRandom random)
    {
        var (width, height) = (Math.Clamp((int)(image.Width * widthShare), 1, image.Width), Math.Clamp((int)(image.Height * heightShare), 1, image.Height));
        return new PixelBox(random.NextInt(image.Width - width + 1), random.NextInt(image.Height - height + 1), width, height);
    }

    /// <summary>Whether the centre of a cell of the grid over an image lies inside.</summary>
    internal bool HasCell(int cell, RgbImage image)
    {
        var (row, column) = Math.DivRem(cell, PatchExtractor.Grid);
        var (x, y) = ((column + .5) * image.Width / PatchExtractor.Grid, (row + .5) * image.Height / PatchExtractor.Grid);
        return x >= X && x < X + Width && y >= Y && y < Y + Height;
    }

    internal RgbImage Cut(RgbImage image)
    {
        var pixels = new byte[Width * Height * 3];
        for (var row = 0; row < Height; row++)
        {
            image.Pixels.AsSpan((((Y + row) * image.Width) + X) * 3, Width * 3).CopyTo(pixels.AsSpan(row * Width * 3));
        }

        return new RgbImage(Width, Height, pixels);
    }

    /// <summary>The image with other pixels inside.</summary>
    internal RgbImage Replace(RgbImage image, RgbImage part)
    {
        var pixels = (byte[])image.Pixels.Clone();
        for (var row = 0; row < Height; row++)
        {
            part.Pixels.AsSpan(row * Width * 3, Width * 3).CopyTo(pixels.AsSpan((((Y + row) * image.Width) + X) * 3));
        }

        return new RgbImage(image.Width, image.Height, pixels);
    }
}
