using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>Candidate minus baseline.</summary>
/// <param name="Value">The difference; null where a figure is missing.</param>
/// <param name="Low">The lower end of its 95 % interval; null where there is none.</param>
/// <param name="High">The upper end.</param>
/// <param name="Note">Why something is missing.</param>
internal readonly record struct GateDifference(double? Value, double? Low, double? High, string? Note)
{
    internal static GateDifference Missing(string note) => new(null, null, null, note);
}

/// <summary>
/// The differences of a candidate to its baseline: by the paired tests where both were measured together, else by the standard errors
/// that a saved result has. Those count the spread over the reals twice, which are the same in both, and so are mostly wider.
/// </summary>
internal sealed class GateDifferences(ComparisonResult baseline, ComparisonResult candidate, ComparisonReport? together)
{
    internal GateDifference Of(ComparisonMetric metric)
    {
        if (metric.FigureOf(baseline.Figures) is not { } before || metric.FigureOf(candidate.Figures) is not { } after)
        {
            return GateDifference.Missing($"the {(metric.FigureOf(candidate.Figures) is null ? "candidate" : "baseline")} has no {metric.Name}");
        }

        if (together is not null)
        {
            return together.Tests.FirstOrDefault(test => test.Metric == metric.Key) is { } test ? Turned(test) : new GateDifference(after - before, null, null, "it was not tested");
        }

        if (metric.Test is DifferenceTest.Frechet or DifferenceTest.Models or DifferenceTest.Balls && PairTests.NoteOfSizes(baseline.Counts.Generated, candidate.Counts.Generated) is { } note)
        {
            return new GateDifference(after - before, null, null, note);
        }

        // Both were measured by one model of the same reals: what its calibration strays by is no part of their difference.
        if (metric.Key == "qs" && baseline.QualityError is { } error && candidate.QualityError is { } other)
        {
            return Within(after - before, error, other, StudentT.NormalReach95);
        }

        return metric.HasStandardError && metric.SpreadOf(baseline) is { } first && metric.SpreadOf(candidate) is { } second
            ? Within(after - before, first, second, metric.Test == DifferenceTest.Models ? StudentT.Reach95(HalfSampling.OfModels - 1) : StudentT.NormalReach95)
            : new GateDifference(after - before, null, null, $"no interval: a saved baseline has no standard error of {metric.Name}; name the baseline's images or features instead");
    }

    internal GateDifference Of(ComparisonMetric metric, FolderFigures before, FolderFigures after)
    {
        if (metric.FigureOf(before.Figures) is not { } first || metric.FigureOf(after.Figures) is not { } second)
        {
            return GateDifference.Missing($"no {metric.Name} in both sets");
        }

        if (together is not null)
        {
            return together.FolderTests.FirstOrDefault(test => test.Metric == metric.Key && test.Folder == before.Folder) is { } test
                ? Turned(test)
                : new GateDifference(second - first, null, null, "it was not tested");
        }

        return metric.SpreadOf(before) is { } error && metric.SpreadOf(after) is { } other
            ? Within(second - first, error, other, StudentT.NormalReach95)
            : new GateDifference(second - first, null, null, "no interval: the saved baseline has no standard errors of classes; save it with giqa gate --json, or name its images");
    }

    private static GateDifference Turned(PairedTest test) => new(-test.Difference, -test.High, -test.Low, test.Note);

    private static GateDifference Within(double difference, double first, double second, double quantile)
    {
        var reach = quantile * Math.Sqrt((first * first) + (second * second));
        return new GateDifference(difference, difference - reach, difference + reach, null);
    }
}
