using System.Globalization;

namespace Giqa.Metrics;

/// <summary>Three or more sets in words: per aspect the leader, the sets within noise of it, and those behind.</summary>
internal static class ManyVerdict
{
    /// <summary>Null if the aspect was not tested.</summary>
    internal static string? Sentence(AspectWords words, ComparisonReport report)
    {
        var metric = ComparisonMetric.All.FirstOrDefault(metric => metric.Aspect == words.Aspect && report.Tests.Any(test => test.Metric == metric.Key && test.PValue is not null));
        if (metric is null)
        {
            return null;
        }

        var ranked = report.Results
            .Where(result => metric.FigureOf(result.Figures) is not null)
            .OrderBy(result => (metric.HigherIsBetter ? -1.0 : 1.0) * metric.FigureOf(result.Figures)!.Value)
            .ToList();
        var leader = ranked[0];
        var behind = ranked.Skip(1).Where(other => IsBehind(other, leader, metric, report)).ToList();
        var untested = ranked.Skip(1).Where(other => !IsTested(other, leader, metric, report)).ToList();
        var level = ranked.Skip(1).Except(behind).Except(untested).ToList();
        var figure = metric.FigureOf(leader.Figures)!.Value.ToString("G3", CultureInfo.InvariantCulture);
        string[] parts =
        [
            $"{words.Superlative}: {leader.Input} ({metric.Name} {figure})",
            .. level.Count > 0 ? [$"{Names(level)} within noise of it"] : Array.Empty<string>(),
            .. untested.Count > 0 ? [$"{Names(untested)} not tested against it (too few images)"] : Array.Empty<string>(),
            .. behind.Count > 0 ? [$"{Names(behind)} behind"] : Array.Empty<string>(),
        ];
        return $"{string.Join("; ", parts)}.";
    }

    private static bool IsBehind(ComparisonResult other, ComparisonResult leader, ComparisonMetric metric, ComparisonReport report) =>
        new PairVerdict(leader.Input, other.Input, report.Tests.Where(test => test.Metric == metric.Key), Math.Min(leader.Counts.Generated, other.Counts.Generated)).Winner(metric.Aspect) == leader.Input;

    private static bool IsTested(ComparisonResult other, ComparisonResult leader, ComparisonMetric metric, ComparisonReport report) => report.Tests.Any(
        test => test.Metric == metric.Key && test.PValue is not null
            && ((test.First, test.Second) == (leader.Input, other.Input) || (test.First, test.Second) == (other.Input, leader.Input)));

    private static string Names(List<ComparisonResult> results) =>
        results.Count == 1 ? results[0].Input : $"{string.Join(", ", results.SkipLast(1).Select(result => result.Input))} and {results[^1].Input}";
}
