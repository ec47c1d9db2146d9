using System.Globalization;
using System.Text;
using Giqa.Storage;

namespace Giqa.Scores;

/// <summary>The CSV form of a scores file.</summary>
internal static class ScoreCsv
{
    private static readonly string[] Columns = ["image", "score", "quality", "status", "detail"];
    private static readonly string[] PairColumns = ["reference", "source"];
    private const string DeviationColumn = "score_sd";
    private static readonly string[] PreferredColumns = ["preferred", "preferred_low", "preferred_high"];

    public static void Write(Stream stream, IReadOnlyList<ImageScore> scores)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        string[] extras = [.. ExtraFields.NamesOf(ExtraFields.Of(scores))];
        var ofPairs = scores.Any(score => score.Reference is not null);
        var hasDeviations = scores.Any(score => score.ScoreDeviation is not null);
        var hasShares = scores.Any(score => score.Preferred is not null);
        writer.WriteLine(string.Join(',', [.. Columns, .. ofPairs ? PairColumns : [], .. hasDeviations ? [DeviationColumn] : Array.Empty<string>(), .. hasShares ? PreferredColumns : [], .. extras]));
        foreach (var score in scores)
        {
            writer.Write(CsvRecord.Quote(score.Image));
            writer.Write(',');
            writer.Write(score.Score?.ToString("R", CultureInfo.InvariantCulture));
            writer.Write(',');
            writer.Write(score.Quality?.ToString("R", CultureInfo.InvariantCulture));
            writer.Write(',');
            writer.Write(CsvRecord.Quote(score.Status));
            writer.Write(',');
            writer.Write(CsvRecord.Quote(score.Detail ?? ""));
            if (ofPairs)
            {
                writer.Write($",{CsvRecord.Quote(score.Reference ?? "")},{CsvRecord.Quote(score.Source ?? "")}");
            }

            if (hasDeviations)
            {
                writer.Write(',');
                writer.Write(score.ScoreDeviation?.ToString("R", CultureInfo.InvariantCulture));
            }

            foreach (var share in hasShares ? (double?[])[score.Preferred, score.PreferredLow, score.PreferredHigh] : [])
            {
                writer.Write(',');
                writer.Write(share?.ToString("R", CultureInfo.InvariantCulture));
            }

            foreach (var name in extras)
            {
                writer.Write(',');
                writer.Write(ExtraFields.Text(score.Extras, name));
            }

            writer.WriteLine();
        }
    }

    public static IReadOnlyList<ImageScore> Read(TextReader reader, string path)
    {
        var line = 1;
        var header = CsvRecord.Read(reader, path, ref line)
            ?? throw new GiqaException($"{path} is empty: a scores file begins with {string.Join(',', Columns)}");
        var places = Columns.Select(name => header.IndexOf(name)).ToArray();
        if (places.Take(4).Contains(-1))
        {
            throw new GiqaException($"{path} line 1: the header is '{string.Join(',', header)}'; a scores file has {string.Join(',', Columns)}");
        }

        var pairPlaces = PairColumns.Select(name => header.IndexOf(name)).ToArray();
        var sharePlaces = PreferredColumns.Select(name => header.IndexOf(name)).ToArray();
        var (deviation, extras) = (header.IndexOf(DeviationColumn), ExtraFields.Of(header.Contains));
        var scores = new List<ImageScore>();
        for (var start = line; CsvRecord.Read(reader, path, ref line) is { } fields; start = line)
        {
            if (fields is [""])
            {
                continue;
            }

            var place = $"{path} line {start}";
            if (fields.Count != header.Count)
            {
                throw new GiqaException($"{place}: {fields.Count} fields, but the header has {header.Count}; quote what contains commas");
            }

            string? Field(int column) => places[column] < 0 ? null : fields[places[column]];
            double? ShareField(int column) => sharePlaces[column] < 0 ? null : ScoreRow.Number(place, PreferredColumns[column], fields[sharePlaces[column]]);
            string? PairField(int column) => pairPlaces[column] >= 0 && fields[pairPlaces[column]] is { Length: > 0 } text ? text : null;
            scores.Add(ScoreRow.Parse(place, Field(0), Field(1), Field(2), Field(3), Field(4)) with
            {
                Reference = PairField(0),
                Source = PairField(1),
                ScoreDeviation = deviation < 0 ? null : ScoreRow.Number(place, DeviationColumn, fields[deviation]),
                Preferred = ShareField(0),
                PreferredLow = ShareField(1),
                PreferredHigh = ShareField(2),
                Extras = ExtraFields.Parse(place, extras, name => header.IndexOf(name) is >= 0 and var at ? fields[at] : null),
            });
        }

        return scores;
    }
}
