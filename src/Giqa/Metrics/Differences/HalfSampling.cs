using Giqa.Features;
using Giqa.Models;

namespace Giqa.Metrics;

/// <summary>
/// How much a figure that is fitted to a sample, or measured from its neighbours, owes to that sample: the figure of random parts
/// of it. Drawn without replacement, m of n, a part varies around the whole by (n - m) / m of the whole's own variance, so that
/// V = m / (n - m) Var: for halves, the variance as it is (Politis and Romano, 1994).
/// </summary>
/// <remarks>Resampling with replacement does not work here: copies are each other's neighbours at distance 0.</remarks>
internal static class HalfSampling
{
    /// <summary>Number of halves for recall and coverage, which cost next to nothing.</summary>
    internal const int OfBalls = 40;

    /// <summary>Number of parts for DS, each of which needs a model.</summary>
    internal const int OfModels = 10;

    /// <summary>With fewer images no spread is given for recall and coverage.</summary>
    internal const int LeastForBalls = 20;

    /// <summary>With fewer, none for DS.</summary>
    internal const int LeastForModels = 50;

    /// <summary>The most images that a model of a part is fitted to, which bounds the cost for large sets.</summary>
    private const int LargestPart = 1000;

    /// <summary>The generated images' share of recall's and of coverage's variance.</summary>
    internal static (double Recall, double Coverage) Balls(RealManifold real, FeatureMatrix generated, PrdcOptions options, ulong seed, CancellationToken cancellationToken)
    {
        var size = generated.Rows / 2;
        var halves = RowSubsets.Random(generated.Rows, size, OfBalls, seed);
        var (recall, coverage) = SubsetOverlap.Compute(real, generated, halves, size, options, cancellationToken);
        return (Variance(recall, size, generated.Rows), Variance(coverage, size, generated.Rows));
    }

    /// <summary>The generated images' share of DS's variance: everything is refitted to every part, including the calibration.</summary>
    /// <param name="generated">At least <see cref="LeastForModels"/> rows.</param>
    /// <param name="reals">How many reals DS is the mean over.</param>
    /// <param name="calibrated">How many images the whole set's model is calibrated on.</param>
    /// <param name="diversity">The qualities, under a model of these features, of the reals or of some drawn from them, always the same; and how many images calibrate it.</param>
    /// <param name="seed">Of the parts.</param>
    /// <returns>That variance, and what the choice of the sample adds to the spread of the reals' qualities around their mean.</returns>
    /// <remarks>
    /// A calibration on c images adds 1 / 12 c to a mean quality. Parts may be calibrated on all of their images where the whole
    /// set holds some out; what the parts then cannot show is added. From one model to the next the mean over m of n reals varies as that
    /// over all of them does and by s (1 / m - 1 / n) besides, s being the scatter, which is taken off again.
    /// </remarks>
    internal static (double Variance, double Scatter) Models(FeatureSet generated, int reals, int calibrated, Func<FeatureSet, (double[] Qualities, int Calibrated)> diversity, ulong seed)
    {
        var rows = generated.Matrix.Rows;
        var size = Math.Min(rows / 2, LargestPart);
        var parts = RowSubsets.Random(rows, size, OfModels, seed);
        var qualities = new double[OfModels][];
        var shown = 0.0;
        for (var part = 0; part < qualities.Length; part++)
        {
            (qualities[part], var count) = diversity(Part(generated, [.. parts.Members(part)]));
            shown = count >= size ? OfCalibration(rows) : OfCalibration(count) * size / (rows - size);
        }

        var ofMean = Variance(Array.ConvertAll(qualities, part => part.Average()), size, rows);
        var drawn = qualities[0].Length;
        var ofEach = Enumerable.Range(0, drawn).Average(real => Variance(Array.ConvertAll(qualities, part => part[real]), size, rows));
        ofMean = Math.Max(0.0, ofMean - (Math.Max(0.0, ofEach - ofMean) * ((1.0 / drawn) - (1.0 / reals))));
        return (ofMean + Math.Max(0.0, OfCalibration(calibrated) - shown), Math.Max(0.0, ofEach - ofMean));
    }

    /// <summary>Some rows of a set, as a separate set.</summary>
    internal static FeatureSet Part(FeatureSet whole, int[] rows)
    {
        FeatureItem[] items = [.. rows.Select(row => new FeatureItem($"{row}"))];
        return new FeatureSet(whole.Matrix.SelectRows(rows), items, whole.Fingerprint, whole.BackboneName);
    }

    /// <summary>How a part is fitted: by folds if the share that the whole holds out would be too few images.</summary>
    internal static FitOptions ForPart(FitOptions options, int rows) =>
        options.HoldOut is > 0 and var share && HoldOutSplit.CountOf(rows, share) < FitOptions.LeastHeldOut ? options with { HoldOut = 0 } : options;

    /// <summary>The variance of a mean quality caused by a calibration on this many images: that of a Mann-Whitney statistic.</summary>
    internal static double OfCalibration(int count) => 1.0 / (12.0 * count);

    private static double Variance(double[] figures, int size, int rows) => ImageEffects.SampleVariance(figures) * size / (rows - size);
}
