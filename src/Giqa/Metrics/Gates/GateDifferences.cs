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
/// The differences of a candidate from its baseline: by the paired tests if both were measured together, else by the standard errors
/// of a saved result. Those count the spread over the reals twice, although the reals are the same in both, and so are mostly wider.
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

        // Both were measured by one model of the same reals: the error of its calibration is not part of their difference.
        if (metric.Key == "qs" && baseline.QualityError is { } error && candidate.QualityError is { } other)
        {
            return Within(metric, after - before, error, other, StudentT.NormalReach95);
        }

        return metric.HasStandardError && metric.SpreadOf(baseline) is { } first && metric.SpreadOf(candidate) is { } second
            ? Within(metric, after - before, first, second, metric.Test == DifferenceTest.Models ? StudentT.Reach95(HalfSampling.OfModels - 1) : StudentT.NormalReach95)
            : new GateDifference(after - before, null, null, $"no interval: a saved baseline has no standard error of {metric.Name}; give the baseline's images or features instead");
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
            ? Within(metric, second - first, error, other, StudentT.NormalReach95)
            : new GateDifference(second - first, null, null, "no interval: the saved baseline has no standard errors of classes; save it with giqa gate --json, or give its images");
    }

    private static GateDifference Turned(PairedTest test) => new(-test.Difference, -test.High, -test.Low, test.Note);

    private static GateDifference Within(ComparisonMetric metric, double difference, double first, double second, double quantile)
    {
        var reach = quantile * Math.Sqrt((first * first) + (second * second));
        var (low, high) = metric.WithinRange(difference - reach, difference + reach);
        return new GateDifference(difference, low, high, null);
    }
}
