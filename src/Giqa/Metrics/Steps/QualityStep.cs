namespace Giqa.Metrics;

/// <summary>QS, the mean quality of the generated images under the model of the reals (GIQA eq. 9).</summary>
internal sealed class QualityStep : MetricStep
{
    private static readonly ComparisonMetric Qs = new()
    {
        Key = "qs",
        Test = DifferenceTest.MeanOfGenerated,
        Name = "QS",
        Aspect = MetricAspect.Realism,
        Meaning = "mean quality of the generated images under a model of the reals; reals reach .5",
        TellingImages = 50,
    };

    internal override string Name => "QS";

    internal override IReadOnlyList<MetricChoice> Choices { get; } = [new("qs", Qs) { IsDefault = true }];

    internal override void Measure(SetMeasures set)
    {
        var model = set.Real.Model;
        set.Warnings.AddRange(model.Report.Warnings.Select(warning => new ComparisonWarning("the real set", warning, OfModel: true)));
        var qualities = set.ImageQualities = set.Qualities(model, set.Features);
        set.AddOfGenerated(Qs, qualities, HalfSampling.OfCalibration(model.Report.Counts.HeldOut));
    }
}
