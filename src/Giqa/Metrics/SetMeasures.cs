using Giqa.Models;

namespace Giqa.Metrics;

/// <summary>One generated set being measured: its figures, and what each image adds to them.</summary>
internal sealed class SetMeasures(ComparisonInput input, RealMeasures real, ComparisonOptions options, CancellationToken cancellationToken)
{
    // The mean quality by one model scatters by .05 to .1 when it is fitted to 20 images, by about .05 or less from 60 on (bench/results/calibration.md).
    private const int LeastForDiversity = 50;

    private readonly Dictionary<string, ImageEffects> _effects = new(StringComparer.Ordinal);
    private readonly FolderBreakdown _folders = new(input.Features, real.Set);
    private ComparisonFigures _figures = new();
    private double? _frechetError;
    private double? _calibrationVariance;
    private (SpreadTerm Recall, SpreadTerm Coverage)? _balls;
    private double? _infinity;
    private double[]? _qualities;

    internal string Name => input.Name;

    internal int Rows => input.Features.Matrix.Rows;

    /// <summary>The folder of every image that has features, in their order.</summary>
    internal string[] FolderNames => field ??= FolderBreakdown.Folders(input.Features);

    internal Features.FeatureMatrix Features => input.Features.Matrix;

    /// <summary>What DS owes to the generated sample; null where it is too small to tell, or nobody asked.</summary>
    internal SpreadTerm? DiversityTerm { get; private set; }

    /// <summary>What the generated sample adds to the spread of the reals' qualities about DS.</summary>
    internal double DiversityScatter { get; private set; }

    /// <summary>What images add to the metrics, by the metrics' keys.</summary>
    internal IReadOnlyDictionary<string, ImageEffects> Effects => _effects;

    internal KernelDistanceResult? Kernel { get; private set; }

    /// <summary>KID's sums over the whole set, for tests against other sets.</summary>
    internal KernelPairTest KernelSides => field ??= new KernelPairTest(real.Set.Matrix, Features, options.Threads, cancellationToken);

    /// <summary>What recall or coverage owes to the generated sample; null where it is too small to tell.</summary>
    internal SpreadTerm? BallTerm(string metric) => metric == "recall" ? _balls?.Recall : _balls?.Coverage;

    internal ComparisonResult Result => new()
    {
        Input = input.Name,
        Figures = _figures,
        Errors = options.Spread ? Errors() : new ComparisonErrors(),
        FidInfinity = _infinity,
        KidSubsetSize = Kernel?.SubsetSize,
        Counts = new ComparisonCounts(
            Rows, input.Features.Items.Count - Rows, real.Set.Matrix.Rows, real.Set.Items.Count - real.Set.Matrix.Rows),
        Qualities = _qualities,
        Folders = _folders.Figures(options.FolderTests),
    };

    /// <summary>QS, the mean quality of the generated images under the model of the reals (GIQA eq. 9).</summary>
    internal void MeasureQualityScore(List<ComparisonWarning> warnings)
    {
        var model = real.Model;
        warnings.AddRange(model.Report.Warnings.Select(warning => new ComparisonWarning("the real set", warning, OfModel: true)));
        var qualities = _qualities = Qualities(model, input.Features.Matrix);
        _effects["qs"] = ImageEffects.OfGenerated(qualities);
        _calibrationVariance = HalfSampling.OfCalibration(model.Report.Counts.HeldOut);
        _figures = _figures with { Qs = _effects["qs"].Figure };
        _folders.AddGenerated((figures, value) => figures with { Qs = value }, (errors, value) => errors with { Qs = value }, qualities);
    }

    /// <summary>DS, the mean quality of the reals under a model of the generated images (GIQA eq. 10).</summary>
    internal void MeasureDiversityScore(List<ComparisonWarning> warnings)
    {
        if (Rows < LeastForDiversity)
        {
            throw new GiqaException(Rows == 1 ? $"1 image makes no model; at least {LeastForDiversity} are needed" : $"a model of {Rows} images depends too much on which ones they are; at least {LeastForDiversity} are needed");
        }

        var model = QualityModel.Fit(input.Features, real.Fit, progress: null, cancellationToken);
        warnings.AddRange(model.Report.Warnings.Select(warning => new ComparisonWarning(input.Name, warning, OfModel: true)));
        var qualities = Qualities(model, real.Set.Matrix);
        _effects["ds"] = ImageEffects.OfReal(qualities);
        _figures = _figures with { Ds = _effects["ds"].Figure };
        _folders.AddReal((figures, value) => figures with { Ds = value }, qualities);
        if (options.Spread && Rows >= HalfSampling.LeastForModels)
        {
            var (variance, scatter) = HalfSampling.Models(input.Features, model.Report.Counts.HeldOut, Diversity, options.Seed);
            (DiversityTerm, DiversityScatter) = (new SpreadTerm(variance, HalfSampling.OfModels - 1), scatter);
        }
    }

    internal void MeasureFrechet()
    {
        var generated = FrechetSet.Create(input.Features.Matrix, options.Divisor, options.Threads, cancellationToken);
        var distance = FrechetDistance.Compute(real.Frechet, generated).Distance;
        _figures = _figures with { Fid = distance };
        if (options.Spread)
        {
            MeasureFrechetSpread(generated, distance);
        }

        if (options.Extrapolate && Rows > input.Features.Matrix.Columns)
        {
            var settings = new FrechetInfinityOptions { Seed = options.Seed, Divisor = options.Divisor, Threads = options.Threads };
            _infinity = FrechetInfinity.Compute(real.Frechet, input.Features.Matrix, settings, cancellationToken).Distance;
        }
    }

    internal void MeasureKernel()
    {
        var settings = options.Kernel with { Seed = options.Seed, Threads = options.Threads };
        Kernel = KernelDistance.Compute(real.Set.Matrix, input.Features.Matrix, settings, cancellationToken);

        // Subsets that are the whole of both sets are all the same: their deviation of 0 would claim certainty.
        var isWhole = Kernel.SubsetSize >= Math.Max(real.Set.Matrix.Rows, Rows);
        _figures = _figures with { KidMean = Kernel.Mean, KidStd = isWhole ? null : Kernel.StandardDeviation };
    }

    internal void MeasureInception()
    {
        if (input.Logits is not { } logits)
        {
            throw new GiqaException("it needs class logits, which these features come without: use images and a backbone with class logits");
        }

        var settings = options.Inception with { Seed = options.Seed, Threads = options.Threads };
        var score = InceptionScore.Compute(logits, settings, cancellationToken);
        _figures = _figures with { IsMean = score.Mean, IsStd = score.StandardDeviation };
    }

    internal void MeasureManifold()
    {
        if (options.Spread && Rows >= HalfSampling.LeastForBalls)
        {
            var (recall, coverage) = HalfSampling.Balls(real.Manifold, input.Features.Matrix, real.ManifoldOptions, options.Seed, cancellationToken);
            _balls = (new SpreadTerm(recall, HalfSampling.OfBalls - 1), new SpreadTerm(coverage, HalfSampling.OfBalls - 1));
        }

        var result = ManifoldOverlap.Compute(real.Manifold, input.Features.Matrix, real.ManifoldOptions, cancellationToken);
        if (options.Metrics.HasFlag(ComparisonMetrics.PrecisionRecall))
        {
            var (inside, reached) = (Numbers(result.Inside), Numbers(result.Reached));
            _effects["precision"] = ImageEffects.OfGenerated(inside);
            _effects["recall"] = ImageEffects.OfReal(reached);
            _figures = _figures with { Precision = result.Precision, Recall = result.Recall };
            _folders.AddGenerated((figures, value) => figures with { Precision = value }, (errors, value) => errors with { Precision = value }, inside);
            _folders.AddReal((figures, value) => figures with { Recall = value }, reached);
        }

        if (options.Metrics.HasFlag(ComparisonMetrics.DensityCoverage))
        {
            double[] balls = [.. result.BallCounts.Select(count => (double)count / real.ManifoldOptions.DensityNeighbours)];
            var covered = Numbers(result.Covered);
            _effects["density"] = ImageEffects.OfGenerated(balls);
            _effects["coverage"] = ImageEffects.OfReal(covered);
            _figures = _figures with { Density = result.Density, Coverage = result.Coverage };
            _folders.AddGenerated((figures, value) => figures with { Density = value }, (errors, value) => errors with { Density = value }, balls);
            _folders.AddReal((figures, value) => figures with { Coverage = value }, covered);
        }
    }

    private void MeasureFrechetSpread(FrechetSet generated, double distance)
    {
        var influence = real.Frechet.Statistics is { } realStatistics && generated.Statistics is { } statistics
            ? FrechetInfluence.TryCompute(real.Set.Matrix, realStatistics, input.Features.Matrix, statistics, options.Threads, cancellationToken)
            : null;
        if (influence is not null)
        {
            _effects["fid"] = influence.Effects;
            _frechetError = influence.StandardError;
            return;
        }

        _effects["fid"] = new ImageEffects(distance, [], []);
        _frechetError = FrechetJackknife.StandardError(real.Set.Matrix, input.Features.Matrix, options, cancellationToken);
    }

    private (double[] Qualities, int Calibrated) Diversity(Features.FeatureSet part)
    {
        var model = QualityModel.Fit(part, real.Fit, progress: null, cancellationToken);
        return (Qualities(model, real.Set.Matrix), model.Report.Counts.HeldOut);
    }

    private double[] Qualities(QualityModel model, Features.FeatureMatrix features) =>
        model.Qualities(features, options.Threads, cancellationToken);

    private ComparisonErrors Errors() => new()
    {
        Qs = ErrorOf("qs", _calibrationVariance),
        Ds = ErrorOf("ds", DiversityTerm?.Variance),
        Fid = _frechetError,
        Precision = ErrorOf("precision", 0.0),
        Recall = ErrorOf("recall", _balls?.Recall.Variance),
        Density = ErrorOf("density", 0.0),
        Coverage = ErrorOf("coverage", _balls?.Coverage.Variance),
    };

    /// <summary>The error over the images that a figure is a mean of, and over what its model or balls owe to their sample.</summary>
    private double? ErrorOf(string metric, double? ofModel)
    {
        if (Rows < 2 || ofModel is not { } variance || !_effects.TryGetValue(metric, out var effects))
        {
            return null;
        }

        var error = Math.Sqrt((effects.StandardError * effects.StandardError) + variance);
        return error > 0.0 ? error : null;
    }

    private static double[] Numbers(IReadOnlyList<bool> flags) => [.. flags.Select(flag => flag ? 1.0 : 0.0)];
}
