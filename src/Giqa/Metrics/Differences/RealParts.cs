using Giqa.Features;
using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>
/// QS, precision and density under random halves of the reals: how the difference of two generated sets depends on the choice of the reals,
/// which both share. Between equal generators that effect is close to nothing; the more they differ, the larger it is.
/// </summary>
/// <remarks>Every set is compared with the same halves, so that differences can be taken half by half. Models and balls are made when first needed.</remarks>
internal sealed class RealParts
{
    /// <summary>The most images of a generated set that are compared with the halves, which bounds the cost for large sets.</summary>
    internal const int MostGenerated = 1000;

    /// <summary>The most reals that are halved; the result is scaled to all.</summary>
    private const int MostReals = 2000;

    private const int LeastReals = 20;

    private const int Levels = 200;

    private readonly FeatureSet _reals;
    private readonly int[] _rows;
    private readonly RowSubsets _parts;
    private readonly int _threads;
    private readonly CancellationToken _cancellationToken;
    private readonly Lazy<QualityModel[]> _models;
    private readonly Lazy<PartBalls> _balls;

    /// <param name="real">The real set; its balls are measured again in every half.</param>
    /// <param name="seed">Of the halves.</param>
    /// <param name="cancellationToken">Checked between models and per tile.</param>
    internal RealParts(RealMeasures real, ulong seed, CancellationToken cancellationToken)
    {
        (_reals, _threads, _cancellationToken) = (real.Set, real.Fit.Threads, cancellationToken);
        Least = Math.Max(LeastReals, 2 * (RealManifold.Neighbours(real.PrdcOptions) + 1));
        var rows = _reals.Matrix.Rows;
        _rows = new SeededRandom(seed).Choose(rows, Math.Min(rows, MostReals));
        Array.Sort(_rows);
        _parts = RowSubsets.Random(_rows.Length, Size, HalfSampling.OfBalls, seed + 1);
        _models = new Lazy<QualityModel[]>(() => [.. Enumerable.Range(0, HalfSampling.OfModels).Select(part => Fit(real.Fit, part))]);
        _balls = new Lazy<PartBalls>(() => new PartBalls(real.Manifold.Tiles, _reals.Matrix.SelectRows(_rows), _parts, real.PrdcOptions, cancellationToken));
    }

    /// <summary>With fewer reals no share is given: a half must hold the neighbours that its balls reach to.</summary>
    internal int Least { get; }

    /// <summary>Whether there are enough reals to be halved.</summary>
    internal bool AreEnough => _reals.Matrix.Rows >= Least;

    private int Size => _rows.Length / 2;

    /// <summary>A generated set's QS under the model of every half.</summary>
    internal double[] QualityScores(FeatureMatrix generated) =>
        Array.ConvertAll(_models.Value, model => model.Qualities(generated, _threads, _cancellationToken).Average());

    /// <summary>Its precision and density within the balls of every half.</summary>
    internal (double[] Precision, double[] Density) Overlap(FeatureMatrix generated) => _balls.Value.Overlap(generated);

    /// <summary>The reals' share of the variance of a difference, from that difference under every half.</summary>
    internal SpreadTerm Share(double[] first, double[] second)
    {
        double[] differences = [.. first.Zip(second, (a, b) => a - b)];
        return new SpreadTerm(ImageEffects.SampleVariance(differences) * Size / (_rows.Length - Size) * Scale, differences.Length - 1);
    }

    /// <summary>
    /// What a calibration on <paramref name="calibrated"/> reals adds to the variance of QS's difference that the halves do not show:
    /// they are calibrated by folds, on all of their images, where the whole set holds some out.
    /// </summary>
    /// <remarks>A quality is the share of calibrating reals below the image, so the difference is a mean over these reals, each of which contributes the variance <see cref="OfOneReal"/>.</remarks>
    internal double HiddenCalibration(int calibrated, double[] first, double[] second)
    {
        var count = _models.Value.Min(model => model.Report.Counts.HeldOut);
        var shown = count >= Size ? 1.0 / _reals.Matrix.Rows : Scale / count * Size / (_rows.Length - Size);
        return OfOneReal(first, second) * Math.Max(0.0, (1.0 / calibrated) - shown);
    }

    private double Scale => (double)_rows.Length / _reals.Matrix.Rows;

    /// <summary>The variance, over the level of a calibrating real, of the difference of the shares of qualities above it.</summary>
    private static double OfOneReal(double[] first, double[] second)
    {
        var differences = new double[Levels];
        foreach (var (qualities, sign) in new[] { (first, 1.0), (second, -1.0) })
        {
            double[] sorted = [.. qualities.Order()];
            for (int level = 0, below = 0; level < Levels; level++)
            {
                while (below < sorted.Length && sorted[below] < (level + 0.5) / Levels)
                {
                    below++;
                }

                differences[level] += sign * (sorted.Length - below) / sorted.Length;
            }
        }

        return ImageEffects.SampleVariance(differences);
    }

    private QualityModel Fit(FitOptions options, int part)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        int[] rows = [.. _parts.Members(part).Select(place => _rows[place])];
        return QualityModel.FitToRate(HalfSampling.Part(_reals, rows), HalfSampling.ForPart(options, rows.Length), _cancellationToken);
    }
}
