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
    private readonly int _steps = (generated.Count * MetricStep.All.Count(step => step.IsChosen(options.Metrics)))
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
        var set = new SetMeasures(input, _real, options, _warnings, cancellationToken);
        foreach (var step in MetricStep.All.Where(step => step.IsChosen(options.Metrics)))
        {
            Run(step, set);
        }

        return set;
    }

    /// <summary>Runs one step; metrics that the sets are too small for become a warning.</summary>
    private void Run(MetricStep step, SetMeasures set)
    {
        cancellationToken.ThrowIfCancellationRequested();
        progress?.Report(new ComparisonProgress($"{step.Name} of {set.Name}", _done++, _steps));
        try
        {
            step.Measure(set);
        }
        catch (GiqaException e) when (e is not (NativeLibraryException or ModelFileException))
        {
            _warnings.Add(new ComparisonWarning(set.Name, $"no {step.Name}: {e.Message}"));
        }
    }

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
