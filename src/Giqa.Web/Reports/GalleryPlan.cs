namespace Giqa.Web.Reports;

/// <summary>Which images the full gallery holds, and their size, so that the page stays within its byte limit.</summary>
/// <param name="Entries">Positions of the entries, best first.</param>
/// <param name="Side">The longer side of their thumbnails in pixels.</param>
internal sealed record GalleryPlan(IReadOnlyList<int> Entries, int Side)
{
    private const int Samples = 64;
    private static readonly int[] Sides = [96, 80, 64, 48];

    /// <summary>Takes the largest thumbnails with which all images fit; if none are small enough, fewer images at evenly spaced ranks.</summary>
    /// <param name="bestFirst">All scored entries.</param>
    /// <param name="bytes">The most bytes that all thumbnails may have.</param>
    /// <param name="measure">The bytes of an entry's thumbnail of a given side; 0 when there is none.</param>
    internal static GalleryPlan Choose(IReadOnlyList<int> bestFirst, long bytes, Func<int, int, int> measure)
    {
        if (bestFirst.Count == 0)
        {
            return new GalleryPlan([], Sides[0]);
        }

        var sample = AtEvenRanks(bestFirst, Math.Min(Samples, bestFirst.Count));
        foreach (var side in Sides)
        {
            var mean = sample.Average(entry => (double)measure(entry, side));
            var fitting = mean == 0 ? bestFirst.Count : (int)Math.Min(bytes / mean, bestFirst.Count);
            if (fitting == bestFirst.Count || side == Sides[^1])
            {
                return new GalleryPlan(AtEvenRanks(bestFirst, fitting), side);
            }
        }

        throw new InvalidOperationException("the last side always fits");
    }

    private static int[] AtEvenRanks(IReadOnlyList<int> ranked, int count) =>
        [.. Enumerable.Range(0, count).Select(i => ranked[(int)((long)i * (ranked.Count - 1) / Math.Max(1, count - 1))])];
}
