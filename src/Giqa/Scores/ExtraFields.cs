using System.Globalization;

namespace Giqa.Scores;

/// <summary>The extra columns of a scores file: their names, and their values as text.</summary>
internal static class ExtraFields
{
    private static readonly (ExtraColumns Column, string Name)[] Names =
    [
        (ExtraColumns.Realism, "realism"),
        (ExtraColumns.Rarity, "rarity"),
        (ExtraColumns.Authenticity, "authentic"),
        (ExtraColumns.Influence, "influence"),
    ];

    /// <summary>The columns that a table has.</summary>
    internal static ExtraColumns Of(IReadOnlyList<ImageScore> scores) =>
        scores.Aggregate(ExtraColumns.None, (columns, score) => columns | (score.Extras?.Columns ?? ExtraColumns.None));

    /// <summary>The columns whose names satisfy a condition.</summary>
    internal static ExtraColumns Of(Func<string, bool> isPresent) =>
        Names.Where(name => isPresent(name.Name)).Aggregate(ExtraColumns.None, (columns, name) => columns | name.Column);

    /// <summary>The names of columns, in the order of the file.</summary>
    internal static IEnumerable<string> NamesOf(ExtraColumns columns) => Names.Where(name => columns.HasFlag(name.Column)).Select(name => name.Name);

    /// <summary>A row's value in a column, as written in both CSV and JSON; null if there is none.</summary>
    internal static string? Text(ImageExtras? extras, string name) => name switch
    {
        "realism" => Number(extras?.Realism),
        "rarity" => Number(extras?.Rarity),
        "authentic" => extras?.IsAuthentic is { } authentic ? (authentic ? "true" : "false") : null,
        _ => Number(extras?.Influence),
    };

    /// <summary>A row's extras from text.</summary>
    /// <exception cref="GiqaException">A value is neither empty nor what the column holds.</exception>
    internal static ImageExtras? Parse(string place, ExtraColumns columns, Func<string, string?> field) => columns == ExtraColumns.None ? null : new ImageExtras
    {
        Columns = columns,
        Realism = ScoreRow.Number(place, "realism", field("realism")),
        Rarity = ScoreRow.Number(place, "rarity", field("rarity")),
        IsAuthentic = Flag(place, field("authentic")),
        Influence = ScoreRow.Number(place, "influence", field("influence")),
    };

    private static string? Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture);

    private static bool? Flag(string place, string? text) => text?.ToLowerInvariant() switch
    {
        null or "" => null,
        "true" => true,
        "false" => false,
        _ => throw new GiqaException($"{place}: authentic is '{text}'; it is true or false"),
    };
}
