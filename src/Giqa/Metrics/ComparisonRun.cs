using Giqa.Features;

namespace Giqa.Metrics;

/// <summary>One comparison at work: its real set's measurements, its progress, its warnings.</summary>
internal sealed class ComparisonRun(
    FeatureSet real,
    IReadOnlyList<ComparisonInput> generated,
    ComparisonOptions options,
    IProgress<ComparisonProgress>? progress,
    CancellationToken cancellationToken)
{
    private readonly RealMeasures _real = new(real, options, cancellationToken);
    private readonly List<ComparisonWarning> _warnings = [];
    private readonly int _steps = (generated.Count * System.Numerics.BitOperations.PopCount((uint)Merged(options.Metrics)))
        + (options.Spread ? generated.Count * (generated.Count - 1) / 2 : 0);
    private int _done;

    internal ComparisonReport Run()
    {
        SizeWarnings.AddForReals(_warnings, real, options);
        var copies = CopyWarnings.Add(_warnings, real, generated);
        var measured = generated.Select(Measure).ToList();
        List<ComparisonResult> results = [.. measured.Select((set, i) => set.Result with { CopiesOfReals = copies[i] })];
        if (results.TrueForAll(result => result.Figures == new ComparisonFigures()))
        {
            throw new GiqaException(_warnings.Count > 0 ? _warnings[^1].Sentence : "no metric could be computed");
        }

        return new ComparisonReport
        {
            Results = results,
            Tests = options.Spread ? Tests(measured) : [],
            FolderTests = options.FolderTests ? [.. Pairs(measured).SelectMany(pair => FolderTests.Run(pair.First, pair.Second, options, cancellationToken))] : [],
            Warnings = [.. _warnings.Select(warning => warning.Sentence).Distinct(StringComparer.Ordinal)],
            WarningSummary = WarningLines.Of(_warnings, generated.Select(input => input.Name)),
            Options = options,
            BackboneName = real.BackboneName,
            Fingerprint = real.Fingerprint,
            Preset = real.Preset,
            Dimensions = real.Matrix.Columns,
        };
    }

    private SetMeasures Measure(ComparisonInput input)
    {
        SizeWarnings.AddForGenerated(_warnings, input, real, options);
        var set = new SetMeasures(input, _real, options, cancellationToken);
        Step(ComparisonMetrics.QualityScore, input, "QS", () => set.MeasureQualityScore(_warnings));
        Step(ComparisonMetrics.DiversityScore, input, "DS", () => set.MeasureDiversityScore(_warnings));
        Step(ComparisonMetrics.Frechet, input, "FID", set.MeasureFrechet);
        Step(ComparisonMetrics.Kernel, input, "KID", set.MeasureKernel);
        Step(ComparisonMetrics.Inception, input, "Inception Score", set.MeasureInception);
        Step(ComparisonMetrics.PrecisionRecall, input, "precision, recall, density, coverage", set.MeasureManifold);
        return set;
    }

    /// <summary>Runs one metric; one that the sets are too small for becomes a warning.</summary>
    private void Step(ComparisonMetrics metric, ComparisonInput input, string name, Action measure)
    {
        if ((Merged(options.Metrics) & metric) == 0)
        {
            return;
        }

        cancellationToken.ThrowIfCancellationRequested();
        progress?.Report(new ComparisonProgress($"{name} of {input.Name}", _done++, _steps));
        try
        {
            measure();
        }
        catch (GiqaException e) when (e is not (NativeLibraryException or ModelFileException))
        {
            _warnings.Add(new ComparisonWarning(input.Name, $"no {name}: {e.Message}"));
        }
    }

    /// <summary>Precision, recall, density and coverage come out of one pass, so either flag asks for one step.</summary>
    private static ComparisonMetrics Merged(ComparisonMetrics metrics) => (metrics & ComparisonMetrics.DensityCoverage) == 0
        ? metrics
        : (metrics & ~ComparisonMetrics.DensityCoverage) | ComparisonMetrics.PrecisionRecall;

    /// <summary>Every set against every later one.</summary>
    private List<PairedTest> Tests(List<SetMeasures> sets)
    {
        var tests = new List<PairedTest>();
        foreach (var (first, second) in Pairs(sets))
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report(new ComparisonProgress($"tests of {first.Name} against {second.Name}", _done++, _steps));
            tests.AddRange(new PairTests(first, second, _real, options, cancellationToken).Run());
        }

        return tests;
    }

    private static IEnumerable<(SetMeasures First, SetMeasures Second)> Pairs(List<SetMeasures> sets) =>
        sets.SelectMany((first, i) => sets.Skip(i + 1).Select(second => (first, second)));
}
