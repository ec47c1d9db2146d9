using Giqa.Metrics;

namespace Giqa.Web.Comparisons;

/// <summary>A page with what its parts need repeatedly: the available metrics, the sets' short names, which set leads.</summary>
internal sealed class ComparisonView
{
    internal ComparisonView(ComparisonPage page)
    {
        Page = page;
        Names = SetNames.Shorten([.. page.Comparison.Results.Select(result => result.Input)]);
        Metrics = [.. MetricShow.All.Where(show => Results.Any(result => show.Metric.FigureOf(result.Figures) is not null))];
    }

    internal ComparisonPage Page { get; }

    internal ComparisonReport Comparison => Page.Comparison;

    internal IReadOnlyList<ComparisonResult> Results => Page.Comparison.Results;

    /// <summary>The sets' names, as short as they remain distinct.</summary>
    internal IReadOnlyList<string> Names { get; }

    /// <summary>The metrics that at least one set has.</summary>
    internal IReadOnlyList<MetricShow> Metrics { get; }

    internal IReadOnlyList<ComparisonChart> Charts => field ??= ComparisonCharts.Of(this);

    internal bool IsTested => Comparison.Tests.Count > 0;

    /// <summary>The short name of a set by its full one.</summary>
    internal string NameOf(string input) => Names[Results.ToList().FindIndex(result => result.Input == input)];

    /// <summary>Whether a set is ahead of every other in a metric by more than noise.</summary>
    internal bool Leads(ComparisonResult result, ComparisonMetric metric)
    {
        var others = Results.Where(other => other.Input != result.Input).ToList();
        return others.Count > 0 && others.TrueForAll(other => Comparison.Tests.Any(test => test.Metric == metric.Key && test.PValue < PairedTest.Level
            && ((test.First, test.Second) == (result.Input, other.Input) ? test.FirstIsHigher == metric.HigherIsBetter
            : (test.First, test.Second) == (other.Input, result.Input) && test.FirstIsHigher != metric.HigherIsBetter)));
    }
}
