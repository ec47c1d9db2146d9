namespace Giqa.Web.Pairs;

/// <summary>The results for one reference, or for one reference and source.</summary>
/// <param name="Reference">The reference and its picture.</param>
/// <param name="Source">The source of all the results; null when there is none, or when every result has its own.</param>
/// <param name="Results">The results that are shown, best first.</param>
/// <param name="Count">How many results have a score, shown or not.</param>
/// <param name="Mean">Their mean score.</param>
public sealed record PairReportGroup(PairPicture Reference, PairPicture? Source, IReadOnlyList<PairReportResult> Results, int Count, double Mean);
