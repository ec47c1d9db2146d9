namespace Giqa.Metrics;

/// <summary>The Inception Score, if there are class logits.</summary>
internal sealed class InceptionStep : MetricStep
{
    private static readonly ComparisonMetric Inception = new()
    {
        Key = "is",
        Name = "Inception Score",
        ShortName = "IS",
        Aspect = MetricAspect.Closeness,
        HasStandardError = false,
        Meaning = "whether a classifier is sure of every image and sees many classes; ignores the reals",
        Digits = 2,
        Range = (0, double.PositiveInfinity),
    };

    internal override string Name => "Inception Score";

    internal override IReadOnlyList<MetricChoice> Choices { get; } = [new("is", Inception)];

    internal override void Measure(SetMeasures set)
    {
        if (set.Input.Logits is not { } logits)
        {
            throw new GiqaException("it needs class logits, which these features do not include: use images and a backbone with class logits");
        }

        var settings = set.Options.Inception with { Seed = set.Options.Seed, Threads = set.Options.Threads };
        var score = InceptionScore.Compute(logits, settings, set.CancellationToken);
        set.Add(Inception, score.Mean);
        set.Figures = set.Figures with { IsStd = score.StandardDeviation };
    }
}
