using Giqa.Features;
using Giqa.Images;
using Giqa.Numerics;

namespace Giqa.Training.Scorers;

/// <summary>One way of turning, shifting and mirroring an image, drawn by chance. The same draw may be given to several versions of one image.</summary>
/// <param name="Flip">Whether it is mirrored.</param>
/// <param name="ShiftX">Pixels to the right.</param>
/// <param name="ShiftY">Pixels down.</param>
/// <param name="Angle">Degrees.</param>
internal readonly record struct Augmentation(bool Flip, int ShiftX, int ShiftY, double Angle)
{
    /// <summary>Draws one.</summary>
    internal static Augmentation Draw(ScorerTrainingOptions options, int side, SeededRandom random)
    {
        var reach = (int)Math.Round(options.Shift * side);
        var angle = options.Rotation ?? (side <= ScorerTraining.SmallSide ? 0 : 15);
        return new(
            options.Flip && random.NextInt(2) == 1,
            random.NextInt((2 * reach) + 1) - reach,
            random.NextInt((2 * reach) + 1) - reach,
            ((2 * random.NextDouble()) - 1) * angle);
    }

    /// <summary>Writes an image, augmented and prepared, as the network wants it: channel by channel.</summary>
    /// <param name="image">Of the preprocessing's size, channels first.</param>
    /// <param name="preprocessing">How values are scaled.</param>
    /// <param name="destination">3 x height x width floats.</param>
    internal void Fill(RgbImage image, Preprocessing preprocessing, Span<float> destination)
    {
        var (side, area) = (image.Width, image.Width * image.Height);
        var (sine, cosine) = Math.SinCos(Angle * Math.PI / 180);
        var middle = (side - 1) / 2.0;
        Span<double> values = stackalloc double[3];
        for (var place = 0; place < area; place++)
        {
            var (x, y) = (place % side, place / side);
            var (dx, dy) = ((Flip ? side - 1 - x : x) - ShiftX - middle, y - ShiftY - middle);
            if (Angle == 0)
            {
                Take(image, (int)(dx + middle), (int)(dy + middle), 1, values, fresh: true);
            }
            else
            {
                Sample(image, (cosine * dx) - (sine * dy) + middle, (sine * dx) + (cosine * dy) + middle, values);
            }

            for (var channel = 0; channel < 3; channel++)
            {
                destination[(channel * area) + place] = (((float)values[channel] * preprocessing.Scale) - preprocessing.Mean[channel]) / preprocessing.Deviation[channel];
            }
        }
    }

    /// <summary>Between four pixels, by their nearness.</summary>
    private static void Sample(RgbImage image, double x, double y, Span<double> values)
    {
        var (left, top) = ((int)Math.Floor(x), (int)Math.Floor(y));
        var (right, down) = (x - left, y - top);
        Take(image, left, top, (1 - right) * (1 - down), values, fresh: true);
        Take(image, left + 1, top, right * (1 - down), values, fresh: false);
        Take(image, left, top + 1, (1 - right) * down, values, fresh: false);
        Take(image, left + 1, top + 1, right * down, values, fresh: false);
    }

    /// <summary>Adds a pixel's share; beyond the border the border goes on.</summary>
    private static void Take(RgbImage image, int x, int y, double share, Span<double> values, bool fresh)
    {
        var start = 3 * ((Math.Clamp(y, 0, image.Height - 1) * image.Width) + Math.Clamp(x, 0, image.Width - 1));
        for (var channel = 0; channel < 3; channel++)
        {
            values[channel] = (fresh ? 0 : values[channel]) + (share * image.Pixels[start + channel]);
        }
    }
}
