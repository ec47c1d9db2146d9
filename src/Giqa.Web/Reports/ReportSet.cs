namespace Giqa.Web.Reports;

/// <summary>The entries of a report that belong together: one input, one folder, one model.</summary>
/// <param name="Name">What distinguishes it from the others; empty without a folder.</param>
/// <param name="Summary">Its figures.</param>
/// <param name="Iterations">Its figures by training iteration, rising; empty if the names give none.</param>
internal sealed record ReportSet(string Name, QualitySummary Summary, IReadOnlyList<(long Iteration, QualitySummary Summary)> Iterations)
{
    /// <summary>The name, or a placeholder without one.</summary>
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
