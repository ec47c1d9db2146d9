using System.Buffers;
using System.Globalization;
using System.Text;

namespace Giqa.Scores;

/// <summary>The CSV form of a scores file.</summary>
internal static class ScoreCsv
{
    private static readonly string[] Columns = ["image", "score", "quality", "status", "detail"];
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    public static void Write(Stream stream, IReadOnlyList<ImageScore> scores)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        string[] extras = [.. ExtraFields.NamesOf(ExtraFields.Of(scores))];
        writer.WriteLine(string.Join(',', Columns.Concat(extras)));
        foreach (var score in scores)
        {
            writer.Write(Quote(score.Image));
            writer.Write(',');
            writer.Write(score.Score?.ToString("R", CultureInfo.InvariantCulture));
            writer.Write(',');
            writer.Write(score.Quality?.ToString("R", CultureInfo.InvariantCulture));
            writer.Write(',');
            writer.Write(Quote(score.Status));
            writer.Write(',');
            writer.Write(Quote(score.Detail ?? ""));
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
        var header = ReadRecord(reader, path, ref line)
            ?? throw new GiqaException($"{path} is empty: a scores file begins with {string.Join(',', Columns)}");
        var places = Columns.Select(name => header.IndexOf(name)).ToArray();
        if (places.Take(4).Contains(-1))
        {
            throw new GiqaException($"{path} line 1: the header is '{string.Join(',', header)}'; a scores file has {string.Join(',', Columns)}");
        }

        var extras = ExtraFields.Of(header.Contains);
        var scores = new List<ImageScore>();
        for (var start = line; ReadRecord(reader, path, ref line) is { } fields; start = line)
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
            scores.Add(ScoreRow.Parse(place, Field(0), Field(1), Field(2), Field(3), Field(4)) with
            {
                Extras = ExtraFields.Parse(place, extras, name => header.IndexOf(name) is >= 0 and var at ? fields[at] : null),
            });
        }

        return scores;
    }

    private static string Quote(string field) =>
        field.AsSpan().ContainsAny(Special) ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;

    /// <summary>Reads one record, which may span lines inside quotes; null at the end of the file.</summary>
    private static List<string>? ReadRecord(TextReader reader, string path, ref int line)
    {
        if (reader.Peek() < 0)
        {
            return null;
        }

        var (fields, field, first) = (new List<string>(), new StringBuilder(), line);
        for (var quoted = false; ;)
        {
            var c = reader.Read();
            if (c == '\n')
            {
                line++;
            }

            if (c < 0 && quoted)
            {
                throw new GiqaException($"{path} line {first}: a quoted field is not closed");
            }

            if (c == '"' && (quoted || field.Length == 0))
            {
                if (quoted && reader.Peek() == '"')
                {
                    _ = field.Append((char)reader.Read());
                    continue;
                }

                quoted = !quoted;
            }
            else if (quoted || c is not (',' or '\n' or '\r' or < 0))
            {
                _ = field.Append((char)c);
            }
            else if (c != '\r' || reader.Peek() != '\n')
            {
                fields.Add(field.ToString());
                _ = field.Clear();
                if (c != ',')
                {
                    return fields;
                }
            }
        }
    }
}
