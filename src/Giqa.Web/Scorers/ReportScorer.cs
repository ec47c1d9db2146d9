using Giqa.Web.Reports;

namespace Giqa.Web.Scorers;

/// <summary>What one scorer says of the images.</summary>
/// <param name="Name">What the page calls it.</param>
/// <param name="Entries">An entry for each image, in the order of the images.</param>
public sealed record ReportScorer(string Name, IReadOnlyList<ReportEntry> Entries)
{
    /// <summary>Positions of the images that it finds best, the best first.</summary>
    internal IReadOnlyList<int> Best(int count) => [.. Ranking.WorstFirst(Entries).Reverse().Take(count)];

    /// <summary>Positions of the images that it finds worst, the worst first.</summary>
    internal IReadOnlyList<int> Worst(int count) => [.. Ranking.WorstFirst(Entries).Take(count)];
}
