using Giqa.Images;

namespace Giqa.Metrics.Pairs;

/// <summary>How similar two images of one size are, pixel by pixel: the usual full-reference measures.</summary>
/// <remarks>All take 8-bit RGB with a range of 255, channel by channel, and give the mean over the channels. Pure.</remarks>
internal static class FullReference
{
    private const double First = .01 * 255 * .01 * 255;
    private const double Second = .03 * 255 * .03 * 255;

    private static readonly double[] ScaleWeights = [.0448, .2856, .3001, .2363, .1333];

    /// <summary>The shortest side that SSIM's window fits into.</summary>
    public const int SmallestSide = GaussianWindow.Side;

    /// <summary>The peak signal-to-noise ratio, 10 log10(255^2 / mean squared difference), in dB.</summary>
    /// <returns>Positive infinity for equal images.</returns>
    /// <exception cref="GiqaException">The sizes differ.</exception>
    public static double PeakSignalToNoise(RgbImage image, RgbImage reference)
    {
        RequireSameSize(image, reference, 1);
        var sum = 0L;
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            var difference = image.Pixels[i] - reference.Pixels[i];
            sum += difference * difference;
        }

        return sum == 0 ? double.PositiveInfinity : 10 * Math.Log10(255.0 * 255 * image.Pixels.Length / sum);
    }

    /// <summary>
    /// Structural similarity (Wang 2004 eq. 13): Gaussian window of 11 x 11 and deviation 1.5, weighted moments, K1 = .01,
    /// K2 = .03, the mean over all places where the window is inside the image.
    /// </summary>
    /// <returns>At most 1, which equal images reach.</returns>
    /// <exception cref="GiqaException">The sizes differ, or a side is shorter than 11 pixels.</exception>
    public static double StructuralSimilarity(RgbImage image, RgbImage reference)
    {
        RequireSameSize(image, reference, SmallestSide);
        return Enumerable.Range(0, 3).Average(channel => Compare(Plane.Of(image, channel), Plane.Of(reference, channel)).Similarity);
    }

    /// <summary>How many of the five scales an image is large enough for; the last one still holds the window.</summary>
    public static int ScalesFor(int width, int height)
    {
        var scales = 0;
        for (var side = Math.Min(width, height); scales < ScaleWeights.Length && side >= SmallestSide; side /= 2)
        {
            scales++;
        }

        return scales;
    }

    /// <summary>
    /// Multi-scale SSIM (Wang 2003 eq. 7): contrast and structure at every scale, luminance at the last; each
    /// scale is the mean of 2 x 2 pixels of the one before. Negative terms count as 0.
    /// </summary>
    /// <param name="image">One image.</param>
    /// <param name="reference">The other.</param>
    /// <param name="scales">1 to 5; 0 takes <see cref="ScalesFor"/>. Five are the published measure, for sides of 176 pixels or more; with fewer, the first weights are scaled to a sum of 1.</param>
    /// <returns>0 to 1, which equal images reach.</returns>
    /// <exception cref="GiqaException">The sizes differ, or the images are too small for that many scales.</exception>
    public static double MultiScaleSimilarity(RgbImage image, RgbImage reference, int scales = 0)
    {
        RequireSameSize(image, reference, SmallestSide);
        var possible = ScalesFor(image.Width, image.Height);
        var used = scales == 0 ? possible : scales;
        if (used < 1 || used > possible)
        {
            throw new GiqaException($"images of {image.Width} x {image.Height} pixels have from 1 to {possible} scales, not {used}: each must hold a window of {SmallestSide} pixels");
        }

        var total = ScaleWeights.Take(used).Sum();
        return Enumerable.Range(0, 3).Average(channel =>
        {
            var (first, second, product) = (Plane.Of(image, channel), Plane.Of(reference, channel), 1.0);
            for (var scale = 0; scale < used; scale++)
            {
                var (similarity, contrast) = Compare(first, second);
                product *= Math.Pow(Math.Max(0, scale == used - 1 ? similarity : contrast), ScaleWeights[scale] / total);
                (first, second) = (first.Halve(), second.Halve());
            }

            return product;
        });
    }

    private static (double Similarity, double Contrast) Compare(Plane first, Plane second)
    {
        var (means1, means2) = (first.Filter(), second.Filter());
        var (squares1, squares2, products) = (first.Times(first).Filter(), second.Times(second).Filter(), first.Times(second).Filter());
        var (similarity, contrast) = (0.0, 0.0);
        for (var i = 0; i < means1.Length; i++)
        {
            var (a, b) = (means1[i], means2[i]);
            var structure = ((2 * (products[i] - (a * b))) + Second) / (squares1[i] - (a * a) + squares2[i] - (b * b) + Second);
            contrast += structure;
            similarity += structure * ((2 * a * b) + First) / ((a * a) + (b * b) + First);
        }

        return (similarity / means1.Length, contrast / means1.Length);
    }

    private static void RequireSameSize(RgbImage image, RgbImage reference, int smallest)
    {
        if (image.Width != reference.Width || image.Height != reference.Height || Math.Min(image.Width, image.Height) < smallest)
        {
            throw new GiqaException($"images of {image.Width} x {image.Height} and {reference.Width} x {reference.Height} pixels cannot be compared: both must have the same size, at least {smallest} x {smallest}");
        }
    }

    private sealed record Plane(double[] Values, int Width, int Height)
    {
        internal static Plane Of(RgbImage image, int channel)
        {
            var values = new double[image.Width * image.Height];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = image.Pixels[(3 * i) + channel];
            }

            return new Plane(values, image.Width, image.Height);
        }

        internal double[] Filter() => GaussianWindow.Filter(Values, Width, Height);

        internal Plane Times(Plane other) => this with { Values = [.. Values.Zip(other.Values, (a, b) => a * b)] };

        /// <summary>Means of 2 x 2; a last odd row or column is left out.</summary>
        internal Plane Halve()
        {
            var (width, height) = (Width / 2, Height / 2);
            var values = new double[width * height];
            for (var i = 0; i < values.Length; i++)
            {
                var start = (2 * (i / width) * Width) + (2 * (i % width));
                values[i] = (Values[start] + Values[start + 1] + Values[start + Width] + Values[start + Width + 1]) / 4;
            }

            return new Plane(values, width, height);
        }
    }
}
