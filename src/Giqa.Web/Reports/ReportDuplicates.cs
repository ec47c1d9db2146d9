namespace Giqa.Web.Reports;

/// <summary>Scored images that lie so near to each other that they may be one image.</summary>
/// <param name="Entries">Their positions in <see cref="ScoreReport.Entries"/>, at least two, in order.</param>
/// <param name="Distance">The smallest distance between two of them, at least 0.</param>
public sealed record ReportDuplicates(IReadOnlyList<int> Entries, double Distance);
