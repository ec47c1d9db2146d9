namespace Giqa.Web.Reports;

/// <summary>The entries of a report that belong together: one input, one folder, one model.</summary>
/// <param name="Name">What tells it from the others; empty for what has no folder.</param>
/// <param name="Summary">Its figures.</param>
/// <param name="Iterations">Its figures after so many training iterations, rising; empty when the names say none.</param>
internal sealed record ReportSet(string Name, QualitySummary Summary, IReadOnlyList<(long Iteration, QualitySummary Summary)> Iterations)
{
    /// <summary>The name, or words where there is none.</summary>
    internal string Label => Name.Length == 0 ? "(no folder)" : Name;

    /// <summary>The sets in the order in which they begin.</summary>
    internal static IReadOnlyList<ReportSet> Of(IReadOnlyList<ReportEntry> entries) =>
    [
        .. entries.GroupBy(entry => entry.Set, StringComparer.Ordinal).Select(set => new ReportSet(
            set.Key,
            QualitySummary.Of([.. set]),
            [.. set.Where(entry => entry.Iteration is not null).GroupBy(entry => entry.Iteration!.Value).OrderBy(group => group.Key).Select(group => (group.Key, QualitySummary.Of([.. group])))])),
    ];
}
