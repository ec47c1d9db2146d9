using System.Globalization;
using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>The tests of one pair of generated sets, metric by metric, over one family of relabellings.</summary>
internal sealed class PairTests
{
    /// <summary>For sets of 4 or 5 images no p-value survives the correction for eight tests.</summary>
    internal const int LeastImages = 6;

    /// <summary>Sets that differ in size by no more than this share count as equal in size.</summary>
    private const double Alike = 0.02;

    /// <summary>If a difference is significant, its interval stops at least 1 % short of 0.</summary>
    private const double Nearest = 0.99;

    private readonly SetMeasures _first;
    private readonly SetMeasures _second;
    private readonly RealMeasures _real;
    private readonly ComparisonOptions _options;
    private readonly CancellationToken _cancellationToken;
    private readonly Lazy<RowSubsets> _labels;
    private readonly Lazy<FeatureMatrix> _pool;

    internal PairTests(SetMeasures first, SetMeasures second, RealMeasures real, ComparisonOptions options, CancellationToken cancellationToken)
    {
        (_first, _second, _real, _options, _cancellationToken) = (first, second, real, options, cancellationToken);
        _labels = new Lazy<RowSubsets>(() => RowSubsets.Relabellings(first.Rows, second.Rows, options.Replicates, options.Seed));
        _pool = new Lazy<FeatureMatrix>(() => new FeatureMatrix(
            first.Rows + second.Rows, first.Features.Columns, [.. first.Features.Values, .. second.Features.Values]));
    }

    private int Smaller => Math.Min(_first.Rows, _second.Rows);

    private bool AreAlike => SizesNote is null;

    private string? SizesNote => NoteOfSizes(_first.Rows, _second.Rows);

    private const string NothingVaries = "no interval: no image differs from another here";

    private static string TooFewNote { get; } = string.Create(CultureInfo.InvariantCulture, $"no test: it needs {LeastImages} images in either set");

    /// <summary>Why figures that depend on the number of images have no interval; null if the numbers are similar.</summary>
    internal static string? NoteOfSizes(int first, int second) => Math.Max(first, second) <= (1.0 + Alike) * Math.Min(first, second)
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"no interval: the figure depends on the number of images, and there are {first} and {second}");

    /// <summary>A difference of means over the images of two sets, of values that do not depend on the labels; given these reals.</summary>
    /// <param name="bare">Its difference is that of the means.</param>
    /// <param name="first">A value for every image of the first set.</param>
    /// <param name="second">The same of the second set.</param>
    /// <param name="labels">Of the pooled images.</param>
    /// <param name="threads">How many threads.</param>
    /// <param name="cancellationToken">Checked per relabelling.</param>
    internal static PairedTest OfMeans(PairedTest bare, double[] first, double[] second, RowSubsets labels, int threads, CancellationToken cancellationToken)
    {
        var spread = SpreadTerm.Sum(SpreadTerm.OfMean(first), SpreadTerm.OfMean(second));
        var found = RelabellingTest.OfMeans([.. first, .. second], labels, threads, cancellationToken);
        return Within(bare with { PValue = found.Chance }, spread, found, Math.Sqrt(spread.Variance));
    }

    internal IEnumerable<PairedTest> Run()
    {
        foreach (var metric in ComparisonMetric.All.Where(metric => metric.Test is not (DifferenceTest.None or DifferenceTest.Kernel)))
        {
            if (_first.Effects.TryGetValue(metric.Key, out var first) && _second.Effects.TryGetValue(metric.Key, out var second))
            {
                var bare = new PairedTest(metric.Key, _first.Name, _second.Name, first.Figure - second.Figure, null, null, null);
                if (Smaller < LeastImages)
                {
                    yield return bare with { Note = TooFewNote };
                    continue;
                }

                foreach (var test in metric.Test switch
                {
                    DifferenceTest.Models => [OfModels(bare, first, second)],
                    DifferenceTest.Frechet => [OfFrechet(bare, first, second)],
                    DifferenceTest.Balls when metric.Key == "coverage" && _first.Effects.ContainsKey("recall") => [],
                    DifferenceTest.Balls => OfBalls(bare),
                    _ => (IEnumerable<PairedTest>)[OfMeans(bare, first, second)],
                })
                {
                    yield return test;
                }
            }
        }

        if (_first.Kernel is not null && _second.Kernel is not null && _options.Kernel.Convention == RandomConvention.Giqa)
        {
            yield return OfKernel();
        }
    }

    /// <summary>QS, precision, density: means of values that do not depend on the labels; the reals' share is included where the sets differ.</summary>
    private PairedTest OfMeans(PairedTest bare, ImageEffects first, ImageEffects second)
    {
        double[] values = [.. first.GeneratedValues, .. second.GeneratedValues];
        var spread = SpreadTerm.Sum(SpreadTerm.OfMean(first.GeneratedValues), SpreadTerm.OfMean(second.GeneratedValues));
        var found = RelabellingTest.OfMeans(values, _labels.Value, _options.Threads, _cancellationToken);
        var test = bare with { PValue = found.Chance };
        if (!_real.Parts.AreEnough)
        {
            return test with { Note = string.Create(CultureInfo.InvariantCulture, $"no interval: it needs {_real.Parts.Least} real images, to measure parts of them") };
        }

        var unit = Math.Sqrt(spread.Variance);
        if (unit == 0.0 || (bare.Metric == "qs" && found.Chance > PairedTest.Level))
        {
            // Ten more models are expensive, and the reals' share is small if such a sensitive metric sees no difference.
            return Within(test, spread, found, unit);
        }

        try
        {
            var whole = SpreadTerm.Sum(spread, OfReals(bare.Metric, first, second));
            return Within(test, whole, found, unit, whole.Reach);
        }
        catch (GiqaException e) when (e is not (NativeLibraryException or ModelFileException))
        {
            return test with { Note = $"no interval: {e.Message}" };
        }
    }

    private SpreadTerm OfReals(string metric, ImageEffects first, ImageEffects second)
    {
        var share = _real.Parts.Share(_first.UnderParts(metric), _second.UnderParts(metric));
        return metric != "qs" ? share : share with
        {
            Variance = share.Variance + _real.Parts.HiddenCalibration(_real.Model.Report.Counts.HeldOut, first.GeneratedValues, second.GeneratedValues),
        };
    }

    private PairedTest OfFrechet(PairedTest bare, ImageEffects first, ImageEffects second)
    {
        if (FrechetPool.Influences(_real.Set.Matrix, _real.Frechet, _pool.Value, _options.Threads, _cancellationToken) is not { } influences)
        {
            return bare with { Note = "no test: the features do not vary" };
        }

        var found = RelabellingTest.OfMeans(influences, _labels.Value, _options.Threads, _cancellationToken);
        var test = bare with { PValue = found.Chance, FirstIsHigher = found.Excess > 0.0 };
        if (!AreAlike)
        {
            return test with { Note = SizesNote };
        }

        return first.Generated.Length == 0 || second.Generated.Length == 0
            ? test with { Note = "no interval: FID has no derivative where images do not outnumber dimensions" }
            : Within(test, SpreadTerm.Sum(SpreadTerm.OfMean(first.GeneratedValues), SpreadTerm.OfMean(second.GeneratedValues), SharedReals(first, second)), found, Unit(influences));
    }

    private PairedTest OfModels(PairedTest bare, ImageEffects first, ImageEffects second)
    {
        if (_first.DiversityTerm is not { } ofFirst || _second.DiversityTerm is not { } ofSecond)
        {
            return bare with { Note = string.Create(CultureInfo.InvariantCulture, $"no test: it needs {HalfSampling.LeastForModels} images in either set, to fit models to parts of them") };
        }

        // The two models' dependence on their samples is already counted, and also varies over the reals.
        var shared = SharedReals(first, second);
        shared = shared with { Variance = Math.Max(0.0, shared.Variance - ((_first.DiversityScatter + _second.DiversityScatter) / _real.Set.Matrix.Rows)) };
        var spread = SpreadTerm.Sum(ofFirst, ofSecond, shared);
        var test = bare with { PValue = spread.Chance(bare.Difference) };
        return !AreAlike ? test with { Note = SizesNote }
            : Within(test, spread);
    }

    /// <summary>Recall and coverage, by one pass over the pool.</summary>
    private IEnumerable<PairedTest> OfBalls(PairedTest bare)
    {
        var labels = _labels.Value;
        var (recall, coverage) = SubsetOverlap.Compute(_real.Manifold, _pool.Value, labels.WithComplements(), Smaller, _real.PrdcOptions, _cancellationToken);
        foreach (var (metric, figures) in new[] { ("recall", recall), ("coverage", coverage) })
        {
            if (!_first.Effects.TryGetValue(metric, out var first))
            {
                continue;
            }

            var second = _second.Effects[metric];
            var differences = new double[labels.Count];
            for (var i = 0; i < differences.Length; i++)
            {
                differences[i] = figures[i] - figures[labels.Count + i];
            }

            var found = RelabellingTest.Run(differences);
            var test = bare with { Metric = metric, Difference = first.Figure - second.Figure, PValue = found.Chance, FirstIsHigher = found.Excess > 0.0 };
            yield return !AreAlike ? test with { Note = SizesNote }
                : _first.BallTerm(metric) is { } ofFirst && _second.BallTerm(metric) is { } ofSecond ? Within(test, SpreadTerm.Sum(ofFirst, ofSecond, SharedReals(first, second)), found, 1.0)
                : test with { Note = string.Create(CultureInfo.InvariantCulture, $"no interval: it needs {HalfSampling.LeastForBalls} images in either set") };
        }
    }

    private PairedTest OfKernel()
    {
        var bare = new PairedTest("kid", _first.Name, _second.Name, _first.Kernel!.Mean - _second.Kernel!.Mean, null, null, null);
        if (Smaller < LeastImages)
        {
            return bare with { Note = TooFewNote };
        }

        var (difference, error, pooled) = KidPairTest.Compare(_first.KernelSides, _second.KernelSides, _options.Threads, _cancellationToken);
        var found = RelabellingTest.OfMeans(pooled, _labels.Value, _options.Threads, _cancellationToken);
        var spread = new SpreadTerm(error * error, Smaller - 1.0);
        var test = bare with { Difference = difference, PValue = found.Chance, FirstIsHigher = found.Excess > 0.0 };

        // For sets of unequal size the difference is not twice that of the means of h.
        return AreAlike ? Within(test, spread, found, 2.0 * Unit(pooled)) : Within(test, spread);
    }

    /// <summary>What the shared reals add to the difference's variance: the spread of their differences.</summary>
    private static SpreadTerm SharedReals(ImageEffects first, ImageEffects second) =>
        SpreadTerm.OfMean([.. first.RealValues.Zip(second.RealValues, (a, b) => a - b)]);

    /// <summary>The standard error of a difference of two means, by which <see cref="RelabellingTest.OfMeans"/> divides.</summary>
    private double Unit(double[] pooled) => Math.Sqrt(
        SpreadTerm.Sum(SpreadTerm.OfMean(pooled[.._first.Rows]), SpreadTerm.OfMean(pooled[_first.Rows..])).Variance);

    private static PairedTest Within(PairedTest test, SpreadTerm spread) => spread.Variance > 0.0
        ? Between(test, test.Difference - spread.Reach, test.Difference + spread.Reach)
        : test with { Note = NothingVaries };

    /// <summary>
    /// The 95 % interval by inverting a test: a difference d is in it if D - d is within the noise expected if d were true. That is what the
    /// relabelling shows if d = 0, and the spread's reach if d = D; in between, the variance is assumed to grow in proportion to d / D.
    /// So 0 is inside exactly when p is above .05.
    /// </summary>
    /// <param name="test">Its difference is D.</param>
    /// <param name="spread">Of D, for the two sets as they are.</param>
    /// <param name="equal">For equal generators.</param>
    /// <param name="unit">The factor that turns the relabelled statistics into differences.</param>
    /// <param name="least">The least that it reaches beyond D. If the reals' share counts, it reaches as far towards 0, excluding 0 itself: a draw of the reals that makes D
    /// large also makes their parts similar, so that the spread at D is not too large for a smaller d.</param>
    private static PairedTest Within(PairedTest test, SpreadTerm spread, Relabelling equal, double unit, double least = 0.0)
    {
        var (below, above) = (-equal.Lowest * unit, equal.Highest * unit);
        if (!(spread.Variance > 0.0) || !double.IsFinite(below + above))
        {
            return test with { Note = NothingVaries };
        }

        if (test.PValue > PairedTest.Level)
        {
            // Of two equal statistics one may come out larger by rounding.
            var (lower, upper) = test.Difference > 0.0 ? (above, Math.Max(below, least)) : (Math.Max(above, least), below);
            return Between(test, Math.Min(test.Difference - lower, 0.0), Math.Max(test.Difference + upper, 0.0));
        }

        // x^2 = reach0^2 + (reach^2 - reach0^2) (D - x) / D, x <= D, and reach0 < D since p is small.
        var (size, nearer, farther) = (Math.Abs(test.Difference), test.Difference > 0.0 ? above : below, test.Difference > 0.0 ? below : above);
        var half = ((spread.Reach * spread.Reach) - (nearer * nearer)) / (2.0 * size);
        var towards = Math.Max(Math.Min(least, Nearest * size), Math.Min(size, Math.Sqrt((half * half) + (spread.Reach * spread.Reach)) - half));
        var away = Math.Max(spread.Reach, farther);
        return test.Difference > 0.0
            ? Between(test, test.Difference - towards, test.Difference + away)
            : Between(test, test.Difference - away, test.Difference + towards);
    }

    /// <summary>The test with its interval, which ends where a difference of that metric cannot be larger.</summary>
    private static PairedTest Between(PairedTest test, double low, double high)
    {
        (low, high) = ComparisonMetric.Find(test.Metric).WithinRange(low, high);
        return test with { Low = low, High = high };
    }
}

/// <summary>One independent part of a figure's variance, and how well it is known.</summary>
/// <param name="Variance">The part.</param>
/// <param name="Degrees">The degrees of freedom that it was measured with.</param>
internal readonly record struct SpreadTerm(double Variance, double Degrees)
{
    /// <summary>Of a mean over images.</summary>
    internal static SpreadTerm OfMean(double[] values) => new(ImageEffects.SampleVariance(values) / values.Length, values.Length - 1.0);

    /// <summary>The sum of parts, its degrees of freedom by Welch (1947) and Satterthwaite.</summary>
    internal static SpreadTerm Sum(params ReadOnlySpan<SpreadTerm> terms)
    {
        double variance = 0.0, weighted = 0.0;
        foreach (var term in terms)
        {
            variance += term.Variance;
            weighted += term.Variance * term.Variance / term.Degrees;
        }

        return new SpreadTerm(variance, weighted > 0.0 ? variance * variance / weighted : double.PositiveInfinity);
    }

    /// <summary>How far a 95 % interval reaches to either side.</summary>
    internal double Reach => StudentT.Reach95(Degrees) * Math.Sqrt(Variance);

    /// <summary>The two-sided p of a difference; 1 without any spread.</summary>
    internal double Chance(double difference) => Variance > 0.0 ? StudentT.TwoSided(difference / Math.Sqrt(Variance), Degrees) : 1.0;
}
