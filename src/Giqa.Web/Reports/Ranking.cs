namespace Giqa.Web.Reports;

/// <summary>The order of scored entries.</summary>
internal static class Ranking
{
    /// <summary>Positions of all scored entries, lowest quality first, then lowest score, equals in the order of the entries.</summary>
    internal static int[] WorstFirst(IReadOnlyList<ReportEntry> entries) =>
        [.. Enumerable.Range(0, entries.Count).Where(i => entries[i].IsScored).OrderBy(i => entries[i].Quality).ThenBy(i => entries[i].Score)];
}
