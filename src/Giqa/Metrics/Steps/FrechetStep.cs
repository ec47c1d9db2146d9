namespace Giqa.Metrics;

/// <summary>FID, with FID-infinity.</summary>
internal sealed class FrechetStep : MetricStep
{
    private static readonly ComparisonMetric Fid = new()
    {
        Key = "fid",
        Test = DifferenceTest.Frechet,
        Name = "FID",
        Aspect = MetricAspect.Closeness,
        HigherIsBetter = false,
        Meaning = "the distance between the two sets' Gaussians; biased upwards for small sets",
        Digits = 2,
        Range = (0, double.PositiveInfinity),
        TellingImages = 500,
    };

    internal override string Name => "FID";

    internal override IReadOnlyList<MetricChoice> Choices { get; } = [new("fid", Fid) { IsDefault = true }];

    internal override void Measure(SetMeasures set)
    {
        var (real, options) = (set.Real.Frechet, set.Options);
        var generated = FrechetSet.Create(set.Features, options.Divisor, options.Threads, set.CancellationToken);
        var distance = FrechetDistance.Compute(real, generated).Distance;
        set.Add(Fid, distance);
        if (options.Spread)
        {
            MeasureSpread(set, generated, distance);
        }

        if (options.Extrapolate && set.Rows > set.Features.Columns)
        {
            var settings = new FrechetInfinityOptions { Seed = options.Seed, Divisor = options.Divisor, Threads = options.Threads };
            set.FidInfinity = FrechetInfinity.Compute(real, set.Features, settings, set.CancellationToken).Distance;
        }
    }

    private static void MeasureSpread(SetMeasures set, FrechetSet generated, double distance)
    {
        var influence = set.Real.Frechet.Statistics is { } realStatistics && generated.Statistics is { } statistics
            ? FrechetInfluence.TryCompute(set.Real.Set.Matrix, realStatistics, set.Features, statistics, set.Options.Threads, set.CancellationToken)
            : null;
        if (influence is not null)
        {
            set.SetEffects(Fid, influence.Effects);
            set.SetError(Fid, influence.StandardError);
            return;
        }

        set.SetEffects(Fid, new ImageEffects(distance, [], []));
        set.SetError(Fid, FrechetJackknife.StandardError(set.Real.Set.Matrix, set.Features, set.Options, set.CancellationToken));
    }
}
