using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>One generated set being measured: its figures, and what each image adds to them.</summary>
internal sealed class SetMeasures(ComparisonInput input, RealMeasures real, ComparisonOptions options, List<ComparisonWarning> warnings, CancellationToken cancellationToken)
{
    private readonly Dictionary<string, ImageEffects> _effects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _variances = new(StringComparer.Ordinal);
    private readonly FolderBreakdown _folders = new(input.Features, real.Set);
    private ComparisonFigures _errors = new();
    private double[]? _qualityUnderParts;
    private (double[] Precision, double[] Density)? _overlapUnderParts;

    internal string Name => input.Name;

    internal int Rows => input.Features.Matrix.Rows;

    /// <summary>The folder of every image that has features, in their order.</summary>
    internal string[] FolderNames => field ??= FolderBreakdown.Folders(input.Features);

    internal Features.FeatureMatrix Features => input.Features.Matrix;

    internal ComparisonInput Input => input;

    internal RealMeasures Real => real;

    internal ComparisonOptions Options => options;

    internal List<ComparisonWarning> Warnings => warnings;

    internal CancellationToken CancellationToken => cancellationToken;

    internal ComparisonFigures Figures { get; set; } = new();

    internal double? FidInfinity { get; set; }

    /// <summary>The quality of every generated image.</summary>
    internal double[]? ImageQualities { get; set; }

    internal KidResult? Kernel { get; set; }

    /// <summary>How DS depends on the generated sample; null if it is too small to tell, or not requested.</summary>
    internal SpreadTerm? DiversityTerm { get; set; }

    /// <summary>What the generated sample adds to the spread of the reals' qualities about DS.</summary>
    internal double DiversityScatter { get; set; }

    /// <summary>How recall and coverage depend on the generated sample; null if it is too small to tell.</summary>
    internal (SpreadTerm Recall, SpreadTerm Coverage)? Balls { get; set; }

    /// <summary>What images add to the metrics, by the metrics' keys.</summary>
    internal IReadOnlyDictionary<string, ImageEffects> Effects => _effects;

    /// <summary>KID's sums over the whole set, for tests against other sets.</summary>
    internal KidPairTest KernelSides => field ??= new KidPairTest(real.Set.Matrix, Features, options.Threads, cancellationToken);

    internal ComparisonResult Result => new()
    {
        Input = input.Name,
        Figures = Figures,
        Errors = options.Spread ? Errors() : new ComparisonFigures(),
        FidInfinity = FidInfinity,
        KidSubsetSize = Kernel?.SubsetSize,
        Counts = new ComparisonCounts(
            Rows, input.Features.Items.Count - Rows, real.Set.Matrix.Rows, real.Set.Items.Count - real.Set.Matrix.Rows),
        Qualities = ImageQualities,
        Folders = _folders.Figures(options.FolderTests),
    };

    /// <summary>QS, precision or density under every half of the reals, for tests against other sets.</summary>
    internal double[] UnderParts(string metric) => metric switch
    {
        "qs" => _qualityUnderParts ??= real.Parts.QualityScores(Sample),
        "precision" => (_overlapUnderParts ??= real.Parts.Overlap(Sample)).Precision,
        _ => (_overlapUnderParts ??= real.Parts.Overlap(Sample)).Density,
    };

    internal SpreadTerm? BallTerm(string metric) => metric == "recall" ? Balls?.Recall : Balls?.Coverage;

    /// <summary>A metric that is a mean over the generated images.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="values">What it is the mean of.</param>
    /// <param name="variance">What its model or balls add to the variance of that mean; null if unknown, so that there is no error.</param>
    internal void AddOfGenerated(ComparisonMetric metric, double[] values, double? variance)
    {
        Add(metric, ImageEffects.OfGenerated(values), variance);
        _folders.AddGenerated(metric.Key, values);
    }

    /// <inheritdoc cref="AddOfGenerated"/>
    /// <summary>A metric that is a mean over the real images.</summary>
    internal void AddOfReal(ComparisonMetric metric, double[] values, double? variance)
    {
        Add(metric, ImageEffects.OfReal(values), variance);
        _folders.AddReal(metric.Key, values);
    }

    internal void Add(ComparisonMetric metric, double figure) => Figures = Figures.With(metric.Key, figure);

    internal void SetEffects(ComparisonMetric metric, ImageEffects effects) => _effects[metric.Key] = effects;

    internal void SetVariance(ComparisonMetric metric, double variance) => _variances[metric.Key] = variance;

    internal void SetError(ComparisonMetric metric, double? error) => _errors = error is { } known ? _errors.With(metric.Key, known) : _errors;

    internal double[] Qualities(QualityModel model, Features.FeatureMatrix features) => model.Qualities(features, options.Threads, cancellationToken);

    private Features.FeatureMatrix Sample => field ??= Rows <= RealParts.MostGenerated ? Features
        : Features.SelectRows(new SeededRandom(options.Seed).Choose(Rows, RealParts.MostGenerated));

    private void Add(ComparisonMetric metric, ImageEffects effects, double? variance)
    {
        Add(metric, effects.Figure);
        SetEffects(metric, effects);
        if (variance is { } known)
        {
            SetVariance(metric, known);
        }
    }

    /// <summary>The errors over the images that a figure is a mean of, and from the dependence of its model or balls on their sample.</summary>
    private ComparisonFigures Errors()
    {
        var errors = _errors;
        foreach (var metric in ComparisonMetric.All.Where(metric => Rows >= 2 && _variances.ContainsKey(metric.Key)))
        {
            var effects = _effects[metric.Key];
            var error = Math.Sqrt((effects.StandardError * effects.StandardError) + _variances[metric.Key]);
            errors = error > 0.0 ? errors.With(metric.Key, error) : errors;
        }

        return errors;
    }
}
