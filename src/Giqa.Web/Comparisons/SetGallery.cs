namespace Giqa.Web.Comparisons;

/// <summary>The images of one set that the page shows.</summary>
/// <param name="Name">The set's short name.</param>
/// <param name="AtRanks">Those at evenly spaced ranks, from the worst to the best.</param>
/// <param name="Worst">The worst, worst first.</param>
/// <param name="Best">The best, best first.</param>
internal sealed record SetGallery(string Name, IReadOnlyList<ComparedImage> AtRanks, IReadOnlyList<ComparedImage> Worst, IReadOnlyList<ComparedImage> Best);
