namespace Giqa.Web.Reports;

/// <summary>A scored image that lies so near a real one that it may be a copy of it.</summary>
/// <param name="Entry">The position of the image in <see cref="ScoreReport.Entries"/>.</param>
/// <param name="Original">The real image.</param>
public sealed record ReportCopy(int Entry, ReportNeighbour Original);
