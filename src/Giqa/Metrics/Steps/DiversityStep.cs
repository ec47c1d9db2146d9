using Giqa.Features;
using Giqa.Models;

namespace Giqa.Metrics;

/// <summary>DS, the mean quality of the reals under a model of the generated images (GIQA eq. 10).</summary>
internal sealed class DiversityStep : MetricStep
{
    // The mean quality by one model varies by .05 to .1 when it is fitted to 20 images, by about .05 or less from 60 on (bench/results/calibration.md).
    private const int LeastImages = 50;

    private static readonly ComparisonMetric Ds = new()
    {
        Key = "ds",
        Test = DifferenceTest.Models,
        Name = "DS",
        Aspect = MetricAspect.Diversity,
        Meaning = "mean quality of the reals under a model of the generated images; a set as diverse as the reals reaches .5",
    };

    internal override string Name => "DS";

    internal override IReadOnlyList<MetricChoice> Choices { get; } = [new("ds", Ds) { IsDefault = true }];

    internal override void Measure(SetMeasures set)
    {
        if (set.Rows < LeastImages)
        {
            throw new GiqaException(set.Rows == 1 ? $"1 image is not enough for a model; at least {LeastImages} are needed" : $"a model of {set.Rows} images depends too much on the particular images; at least {LeastImages} are needed");
        }

        var model = Fit(set, set.Input.Features, set.Real.Fit);
        set.Warnings.AddRange(model.Report.Warnings.Select(warning => new ComparisonWarning(set.Name, warning, OfModel: true)));
        set.AddOfReal(Ds, set.Qualities(model, set.Real.Set.Matrix), null);
        if (set.Options.Spread && set.Rows >= HalfSampling.LeastForModels)
        {
            var (variance, scatter) = HalfSampling.Models(set.Input.Features, set.Real.Set.Matrix.Rows, model.Report.Counts.HeldOut, part => QualitiesOfReals(set, part), set.Options.Seed);
            (set.DiversityTerm, set.DiversityScatter) = (new SpreadTerm(variance, HalfSampling.OfModels - 1), scatter);
            set.SetVariance(Ds, variance);
        }
    }

    private static (double[] Qualities, int Calibrated) QualitiesOfReals(SetMeasures set, FeatureSet part)
    {
        var model = Fit(set, part, HalfSampling.ForPart(set.Real.Fit, part.Matrix.Rows));
        return (set.Qualities(model, set.Real.Sample), model.Report.Counts.HeldOut);
    }

    private static QualityModel Fit(SetMeasures set, FeatureSet features, FitOptions options) => QualityModel.FitToRate(features, options, set.CancellationToken);
}
