using Giqa.Scores;

namespace Giqa.Web.Reports;

/// <summary>An extra column of the table of scores.</summary>
/// <param name="Column">Which measure it holds.</param>
/// <param name="Heading">Its heading.</param>
/// <param name="Meaning">The heading explained.</param>
internal sealed record ExtraColumn(ExtraColumns Column, string Heading, string Meaning)
{
    private static readonly ExtraColumn[] All =
    [
        new(ExtraColumns.Realism, "realism", "1 or more: inside a ball around a real image; higher is more realistic"),
        new(ExtraColumns.Rarity, "rarity", "the radius of the smallest ball of a real image that contains it; larger is rarer; a dash: outside all balls"),
        new(ExtraColumns.Authenticity, "authentic", "no: the image is nearer to a real image than other real images are"),
        new(ExtraColumns.Influence, "influence on FID", "FID minus FID without the image; positive makes FID worse"),
    ];

    /// <summary>The columns that were asked for.</summary>
    internal static ExtraColumn[] Of(IReadOnlyList<ReportEntry> entries)
    {
        var asked = entries.Aggregate(ExtraColumns.None, (columns, entry) => columns | (entry.Extras?.Columns ?? ExtraColumns.None));
        return [.. All.Where(extra => asked.HasFlag(extra.Column))];
    }

    /// <summary>What a cell shows.</summary>
    internal string Text(ImageExtras? extras) => Column == ExtraColumns.Authenticity
        ? extras?.IsAuthentic switch { true => "yes", false => "no", null => "\u2013" }
        : Figures.Score(Value(extras));

    /// <summary>The sort key of a cell; an image outside all balls is rarer than any inside one.</summary>
    internal string SortKey(ImageExtras? extras) => Value(extras) is { } value ? Figures.Raw(value) : Column == ExtraColumns.Rarity ? "Infinity" : "0";

    private double? Value(ImageExtras? extras) => Column switch
    {
        ExtraColumns.Realism => extras?.Realism,
        ExtraColumns.Rarity => extras?.Rarity,
        ExtraColumns.Influence => extras?.Influence,
        _ => extras?.IsAuthentic switch { true => 1, false => 0, null => null },
    };
}
