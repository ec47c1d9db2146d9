using System.Globalization;

namespace Giqa.Images;

/// <summary>How the images of a source were made and stored, from a sample: properties that a metric may mistake for quality.</summary>
/// <param name="Sampled">How many images were sampled.</param>
/// <param name="Width">The median width.</param>
/// <param name="Height">The median height.</param>
/// <param name="IsUniform">Whether all have these sides.</param>
/// <param name="Grey">The share without any colour.</param>
/// <param name="Jpeg">The share stored as JPEG.</param>
/// <param name="Detail">
/// The median of how much change there is from pixel to pixel, as a share of that over twice the distance (squared second
/// differences); images that were scaled up have little.
/// </param>
internal sealed record ImageTraits(int Sampled, int Width, int Height, bool IsUniform, double Grey, double Jpeg, double Detail)
{
    private const int MostSampled = 64;

    // Generous limits for two sets of the same origin.
    private const double OtherSize = 1.1;
    private const double OtherShare = 0.5;
    private const double OtherDetail = 2.5;

    /// <summary>Samples up to 64 images, evenly spaced, skipping those that cannot be read. Null if none can.</summary>
    internal static ImageTraits? Of(IImageSource source, DecodeOptions options, CancellationToken cancellationToken)
    {
        var (widths, heights, details) = (new List<int>(), new List<int>(), new List<double>());
        int grey = 0, jpeg = 0;
        var count = Math.Min(source.Count, MostSampled);
        for (var i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var content = source.Read((int)((long)i * source.Count / count));
                var image = content.Decode(options);
                widths.Add(image.Width);
                heights.Add(image.Height);
                grey += IsGrey(image) ? 1 : 0;
                jpeg += content.IsJpeg ? 1 : 0;
                if (DetailOf(image) is { } detail)
                {
                    details.Add(detail);
                }
            }
            catch (ImageException)
            {
                // The row of the image says what is wrong with it.
            }
        }

        if (widths.Count == 0)
        {
            return null;
        }

        var uniform = widths.Distinct().Count() == 1 && heights.Distinct().Count() == 1;
        double seen = widths.Count;
        return new ImageTraits(widths.Count, Median(widths), Median(heights), uniform, grey / seen, jpeg / seen, details.Count > 0 ? Median(details) : 0.0);
    }

    /// <summary>How these images differ from others in preparation, with numbers, one sentence per trait.</summary>
    /// <param name="real">The others.</param>
    internal IEnumerable<string> DifferencesFrom(ImageTraits real)
    {
        if (real.IsUniform && IsUniform ? (Width, Height) != (real.Width, real.Height) : IsOther(Width, real.Width) || IsOther(Height, real.Height))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{Size} pixels, where real images have {real.Size}: scaling them to the same size blurs one of the sets more");
        }

        if (Math.Abs(Grey - real.Grey) > OtherShare)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{100 * Grey:F0} % of the images are grey, {100 * real.Grey:F0} % of the real ones");
        }

        if (Math.Abs(Jpeg - real.Jpeg) > OtherShare)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{100 * Jpeg:F0} % of the images are stored as JPEG, {100 * real.Jpeg:F0} % of the real ones: compression losses will count as theirs");
        }

        // JPEG adds detail, so if one set is JPEG, nothing can be said about scaling.
        if (Math.Abs(Jpeg - real.Jpeg) <= OtherShare && Detail > 0.0 && real.Detail > 0.0 && Math.Max(Detail / real.Detail, real.Detail / Detail) > OtherDetail)
        {
            var softer = Detail < real.Detail ? "these" : "the real ones";
            yield return string.Create(CultureInfo.InvariantCulture, $"fine detail of {Detail:F3} against {real.Detail:F3} in the real ones (change over one pixel relative to that over two): {softer} look scaled up, or soft");
        }
    }

    private string Size => string.Create(CultureInfo.InvariantCulture, $"{(IsUniform ? string.Empty : "a median of ")}{Width} x {Height}");

    private static bool IsOther(double side, double other) => Math.Max(side / other, other / side) > OtherSize;

    private static bool IsGrey(RgbImage image)
    {
        var pixels = image.Pixels;
        for (var i = 0; i < pixels.Length; i += 3)
        {
            if (pixels[i] != pixels[i + 1] || pixels[i] != pixels[i + 2])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Null for pictures too small or flat.</summary>
    private static double? DetailOf(RgbImage image)
    {
        double near = 0, far = 0;
        for (var y = 2; y < image.Height - 2; y++)
        {
            for (var x = 2; x < image.Width - 2; x++)
            {
                double Green(int dx, int dy) => image.Pixels[((((y + dy) * image.Width) + x + dx) * 3) + 1];
                var twice = 2.0 * Green(0, 0);
                near += Square(Green(-1, 0) - twice + Green(1, 0)) + Square(Green(0, -1) - twice + Green(0, 1));
                far += Square(Green(-2, 0) - twice + Green(2, 0)) + Square(Green(0, -2) - twice + Green(0, 2));
            }
        }

        return far > 0 ? near / far : null;
    }

    private static double Square(double value) => value * value;

    private static T Median<T>(List<T> values) => values.Order().ElementAt(values.Count / 2);
}
