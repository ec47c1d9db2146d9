using Giqa.Images;

namespace Giqa.Training.Generators;

/// <summary>
/// Maps of labels, computed from images or read from pictures. Label k is stored as the value k / 8, a grey level of about 32 k.
/// </summary>
/// <remarks>
/// Computed labels say what anybody can see without a segmentation network: 0 is the background (where all channels are near the median of the
/// border); elsewhere, after the neighbourhood's mean, 1 to 3 are dark, middle and bright without colour, 4 to 8 red, orange to yellow, green, blue, purple to pink.
/// </remarks>
internal static class LabelMaps
{
    /// <summary>How many labels there are.</summary>
    internal const int Count = 9;

    private const float Steps = Count - 1;
    private const int LeastColour = 48;
    private const int PixelsOfRadius = 28;

    // Degrees of hue where red, yellow, green, blue and purple end; what is beyond is red again.
    private static readonly (float End, int Label)[] Hues = [(20, 4), (70, 5), (165, 6), (255, 7), (345, 8), (360, 4)];

    /// <summary>The labels of a square image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="foreground">1 where it differs from its background.</param>
    internal static float[] Compute(RgbImage image, float[] foreground)
    {
        var labels = new float[foreground.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = foreground[i] > 0 ? LabelOf(MeanAround(image, i % image.Width, i / image.Width)) / Steps : 0;
        }

        return labels;
    }

    /// <summary>The labels of a picture: its middle square at a side, of each pixel the nearest, of each level of grey the nearest label's.</summary>
    internal static float[] Read(RgbImage picture, int size)
    {
        var side = Math.Min(picture.Width, picture.Height);
        var (left, top) = ((picture.Width - side) / 2, (picture.Height - side) / 2);
        var labels = new float[size * size];
        for (var i = 0; i < labels.Length; i++)
        {
            int Place(int at) => (((2 * at) + 1) * side / (2 * size));
            var pixel = (((top + Place(i / size)) * picture.Width) + left + Place(i % size)) * 3;
            labels[i] = MathF.Round(picture.Pixels[pixel] * Steps / byte.MaxValue) / Steps;
        }

        return labels;
    }

    private static (float Red, float Green, float Blue) MeanAround(RgbImage image, int x, int y)
    {
        var radius = Math.Max(1, image.Width / PixelsOfRadius);
        var (red, green, blue, count) = (0f, 0f, 0f, 0);
        for (var row = Math.Max(0, y - radius); row <= Math.Min(image.Height - 1, y + radius); row++)
        {
            for (var column = Math.Max(0, x - radius); column <= Math.Min(image.Width - 1, x + radius); column++)
            {
                var pixel = image.Pixels.AsSpan(3 * ((row * image.Width) + column), 3);
                (red, green, blue, count) = (red + pixel[0], green + pixel[1], blue + pixel[2], count + 1);
            }
        }

        return (red / count, green / count, blue / count);
    }

    private static int LabelOf((float Red, float Green, float Blue) colour)
    {
        var (red, green, blue) = colour;
        var (most, least) = (MathF.Max(red, MathF.Max(green, blue)), MathF.Min(red, MathF.Min(green, blue)));
        var spread = most - least;
        if (spread < LeastColour)
        {
            return 1 + Math.Min(2, (int)((red + green + blue) / byte.MaxValue));
        }

        var sector = most == red ? (green - blue) / spread : most == green ? 2 + ((blue - red) / spread) : 4 + ((red - green) / spread);
        var hue = ((sector * 60) + 360) % 360;
        return Array.Find(Hues, range => hue <= range.End).Label;
    }
}
