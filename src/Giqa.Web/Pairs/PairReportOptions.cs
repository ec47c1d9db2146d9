using Giqa.Images;

namespace Giqa.Web.Pairs;

/// <summary>What a page about pairs is made of besides the scores and the images.</summary>
internal sealed record PairReportOptions
{
    /// <summary>The page's heading: what was scored.</summary>
    public required string Title { get; init; }

    /// <summary>How files become pixels, and within which limits.</summary>
    /// <value>Default: upright, on white.</value>
    public DecodeOptions Decoding { get; init; } = new();

    /// <summary>Lines for the section on how the numbers were made; they come first.</summary>
    /// <value>Default empty.</value>
    public IReadOnlyList<ReportFact> Facts { get; init; } = [];

    /// <summary>The most groups that are shown with pictures, the first of the table.</summary>
    /// <value>Default 200, at least 1.</value>
    public int Groups { get; init => field = AtLeast(value, 1, nameof(Groups)); } = 200;

    /// <summary>The most results of a group that are shown: half of them the best, half the worst.</summary>
    /// <value>Default 24, at least 2.</value>
    public int Results { get; init => field = AtLeast(value, 2, nameof(Results)); } = 24;

    /// <summary>The longer side of a thumbnail in pixels; smaller images keep their size.</summary>
    /// <value>Default 160, at least 16.</value>
    public int ThumbnailSide { get; init => field = AtLeast(value, 16, nameof(ThumbnailSide)); } = 160;

    /// <summary>The most rows of the table of scores.</summary>
    /// <value>Default 2,000, at least 2.</value>
    public int TableRows { get; init => field = AtLeast(value, 2, nameof(TableRows)); } = 2000;

    private static int AtLeast(int value, int least, string name) => value >= least ? value : throw new ArgumentOutOfRangeException(name, value, $"must be at least {least}");
}
