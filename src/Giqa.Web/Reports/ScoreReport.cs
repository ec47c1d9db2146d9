using Giqa.Web.Comparisons;

namespace Giqa.Web.Reports;

/// <summary>All that the page about one set of scored images shows.</summary>
/// <remarks>Immutable; safe to share between threads if <see cref="Thumbnail"/> is.</remarks>
internal sealed record ScoreReport
{
    /// <summary>The page's heading: what was scored.</summary>
    public required string Title { get; init; }

    /// <summary>Every input, in stable order.</summary>
    public required IReadOnlyList<ReportEntry> Entries { get; init; }

    /// <summary>Which of the entries are shown as images.</summary>
    public required ReportSelection Selection { get; init; }

    /// <summary>Gives an entry's thumbnail as PNG or JPEG by its position, or null when there is none.</summary>
    /// <value>Called for shown entries only, from one thread.</value>
    public required Func<int, byte[]?> Thumbnail { get; init; }

    /// <summary>How the numbers were made, in the order in which the page lists it.</summary>
    public required IReadOnlyList<ReportFact> Provenance { get; init; }

    /// <summary>The real images nearest to an entry, by the entry's position, nearest first.</summary>
    /// <value>Default empty: the page shows no real images.</value>
    public IReadOnlyDictionary<int, IReadOnlyList<ReportNeighbour>> Nearest { get; init; } = new Dictionary<int, IReadOnlyList<ReportNeighbour>>();

    /// <summary>Where shown entries are bad, by the entry's position.</summary>
    /// <value>Default empty: the page has no maps.</value>
    public IReadOnlyDictionary<int, ReportMap> Maps { get; init; } = new Dictionary<int, ReportMap>();

    /// <summary>Images that may be copies of real ones, the nearest first.</summary>
    /// <value>Default null: not checked.</value>
    public IReadOnlyList<ReportCopy>? NearCopies { get; init; }

    /// <summary>The distance below which an image counts as a near-copy.</summary>
    /// <value>Default null: near-copies were not checked.</value>
    public double? NearCopyDistance { get; init; }

    /// <summary>How many images were compared with the real ones to find copies.</summary>
    /// <value>Default null: all that have a score.</value>
    public int? NearCopyChecks { get; init; }

    /// <summary>Images that may be copies of each other, the largest group first.</summary>
    /// <value>Default null: not checked.</value>
    public IReadOnlyList<ReportDuplicates>? Duplicates { get; init; }

    /// <summary>A comparison of whole sets, whose figures and verdict are shown with the scores.</summary>
    /// <value>Default null: the page has none. Its title and facts are used, its file is not.</value>
    public ComparisonPage? Comparison { get; init; }

    /// <summary>All images as small thumbnails.</summary>
    /// <value>Default null: the page has only the selected ones.</value>
    public ReportGallery? Gallery { get; init; }

    /// <summary>The median distance from a real image to the nearest other real image.</summary>
    /// <value>Default null: unknown, distances are shown without it.</value>
    public double? TypicalDistance { get; init; }

    /// <summary>The raw scores of the held-out real images that the quality is calibrated on.</summary>
    /// <value>Default empty: the raw scores are shown without them.</value>
    public IReadOnlyList<double> HeldOutScores { get; init; } = [];

    /// <summary>Of a model of people's preferences, the images that its quality is calibrated on, in the plural: <c>real images</c>, or others where it was given none.</summary>
    /// <value>Default null: another model, which says how typical of real images an image is.</value>
    public string? PreferredOver { get; init; }

    /// <summary>What a reader must know before trusting the numbers, one line each.</summary>
    /// <value>Default empty.</value>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The most rows that the tables show; the page says when it leaves rows out.</summary>
    /// <value>Default 2,000, at least 2.</value>
    public int TableRows { get; init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(TableRows), value, "must be at least 2"); } = 2000;
}

/// <summary>A scored image so near to a real one that it may be a copy of it.</summary>
/// <param name="Entry">The position of the image in <see cref="ScoreReport.Entries"/>.</param>
/// <param name="Original">The real image.</param>
internal sealed record ReportCopy(int Entry, ReportNeighbour Original);

/// <summary>Scored images so near to each other that they may be the same image.</summary>
/// <param name="Entries">Their positions in <see cref="ScoreReport.Entries"/>, at least two, in order.</param>
/// <param name="Distance">The smallest distance between two of them, at least 0.</param>
internal sealed record ReportDuplicates(IReadOnlyList<int> Entries, double Distance);

/// <summary>The gallery of all images: which entries, with their small thumbnails.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
internal sealed record ReportGallery
{
    /// <summary>Positions in <see cref="ScoreReport.Entries"/>, best first.</summary>
    public required IReadOnlyList<int> Entries { get; init; }

    /// <summary>A thumbnail per entry as PNG or JPEG, or null where the image cannot be read.</summary>
    public required IReadOnlyList<byte[]?> Thumbnails { get; init; }

    /// <summary>The longer side of the thumbnails in pixels; smaller images keep their size.</summary>
    public required int Side { get; init; }
}
