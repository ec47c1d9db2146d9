using Giqa.Images;
using Giqa.Images.Codecs;

namespace Giqa.Models;

/// <summary>A map as pictures.</summary>
internal static class MapPictures
{
    /// <summary>Places of this quality and below are tinted on the overlay.</summary>
    public const double TintedFrom = .1;

    /// <summary>Regions whose quality is below this are outlined.</summary>
    public const double OutlinedFrom = .05;

    // Vermilion of Okabe and Ito: it is told from what people with any usual colour blindness see beside it.
    private static readonly byte[] s_tint = [213, 94, 0];

    /// <summary>The map as a 16-bit grey PNG of a size: 65,535 is a quality of 1, black is bad.</summary>
    public static byte[] EncodePng(QualityMap map, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        var values = new ushort[width * height];
        for (var i = 0; i < values.Length; i++)
        {
            var (y, x) = Math.DivRem(i, width);
            values[i] = (ushort)Math.Round(ushort.MaxValue * At(map, (x + .5) / width, (y + .5) / height));
        }

        return PngEncoder.EncodeGrey16(width, height, values);
    }

    /// <summary>
    /// The image in grey with bad places tinted, the stronger the lower their quality, and regions outlined in black and white, which is
    /// seen on any ground and needs no colour.
    /// </summary>
    public static RgbImage Overlay(RgbImage image, QualityMap map)
    {
        var (width, height) = (image.Width, image.Height);
        var pixels = new byte[image.Pixels.Length];
        for (var i = 0; i < width * height; i++)
        {
            var (y, x) = Math.DivRem(i, width);
            var source = image.Pixels.AsSpan(3 * i, 3);
            var grey = (.299 * source[0]) + (.587 * source[1]) + (.114 * source[2]);

            // From none at a quality of .1 to three quarters at .001.
            var strength = Math.Clamp(.375 * Math.Log10(TintedFrom / At(map, (x + .5) / width, (y + .5) / height)), 0, .75);
            for (var channel = 0; channel < 3; channel++)
            {
                pixels[(3 * i) + channel] = (byte)Math.Round((grey * (1 - strength)) + (s_tint[channel] * strength));
            }
        }

        var overlay = new RgbImage(width, height, pixels);
        var line = Math.Max(1, Math.Min(width, height) / 128);
        foreach (var region in map.Regions.Where(region => region.Quality < OutlinedFrom))
        {
            Outline(overlay, region, 0, line, 0);
            Outline(overlay, region, line, line, 255);
        }

        return overlay;
    }

    /// <summary>The quality at a place, between the cells on straight lines.</summary>
    internal static double At(QualityMap map, double x, double y)
    {
        var (column, row) = (Math.Clamp((x * map.Columns) - .5, 0, map.Columns - 1), Math.Clamp((y * map.Rows) - .5, 0, map.Rows - 1));
        var (left, top) = ((int)column, (int)row);
        var (right, bottom) = (Math.Min(left + 1, map.Columns - 1), Math.Min(top + 1, map.Rows - 1));
        var upper = double.Lerp(Cell(left, top), Cell(right, top), column - left);
        var lower = double.Lerp(Cell(left, bottom), Cell(right, bottom), column - left);
        return double.Lerp(upper, lower, row - top);

        double Cell(int cellX, int cellY) => map.Qualities[(cellY * map.Columns) + cellX];
    }

    private static void Outline(RgbImage image, MapRegion region, int inset, int line, byte value)
    {
        var (left, top, right, bottom) = (region.X + inset, region.Y + inset, region.X + region.Width - inset, region.Y + region.Height - inset);
        for (var y = top; y < Math.Min(bottom, image.Height); y++)
        {
            for (var x = left; x < Math.Min(right, image.Width); x++)
            {
                if (x < left + line || x >= right - line || y < top + line || y >= bottom - line)
                {
                    image.Pixels.AsSpan(((y * image.Width) + x) * 3, 3).Fill(value);
                }
            }
        }
    }
}
