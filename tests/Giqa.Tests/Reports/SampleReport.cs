using Giqa.Web;
using Giqa.Web.Reports;

namespace Giqa.Tests.Reports;

/// <summary>Reports made of numbers, for the tests of the page.</summary>
internal static class SampleReport
{
    internal const string HostileName = "a\"><img src=x onerror=alert(1)><script>alert('x')</script>&amp;.png";

    /// <summary>One grey pixel.</summary>
    internal static readonly byte[] Pixel = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGOoBwAAgQCAkSWjmQAAAABJRU5ErkJggg==");

    internal static ScoreReport Of(IReadOnlyList<ReportEntry> entries) => new()
    {
        Title = "sample",
        Entries = entries,
        Selection = ReportSelection.Choose(entries),
        Thumbnail = _ => Pixel,
        Provenance = [new ReportFact("Backbone", "tiny")],
    };

    /// <summary>Entries whose quality rises with their position, from just above 0 to just below 1.</summary>
    internal static ReportEntry[] Rising(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new ReportEntry($"set/{i:00000}.png", i - 1000.5, (i + .5) / count, "ok"))];

    /// <summary>A report with something in every section, and names that try to break out of the page.</summary>
    internal static ScoreReport Full()
    {
        ReportEntry[] entries =
        [
            .. Rising(120),
            new(HostileName, -5000, .0001, "ok"),
            new("copy.png", 3, .997, "ok", "memorised: copy of train/1.png", Memorised: true),
            new("half<b>.jpg", null, null, "truncated", "ends <early> & \"badly\""),
            new("zero.png", null, null, "empty"),
            new("none.png", null, null, "empty"),
        ];
        var report = Of(entries);
        ReportNeighbour[] reals = [new("train/1.png", 1.25, Pixel), new(HostileName, 2.5, Pixel), new("train/gone.png", 3.75, null, "file not found")];
        return report with
        {
            Title = "Full <of> \"things\"",
            Nearest = report.Selection.Worst.ToDictionary(i => i, _ => (IReadOnlyList<ReportNeighbour>)reals),
            NearCopies = [new ReportCopy(121, reals[0])],
            NearCopyDistance = .5,
            TypicalDistance = 12,
            HeldOutScores = [.. Enumerable.Range(0, 50).Select(i => i - 990.0)],
            Warnings = ["few <reals>"],
        };
    }
}
