using System.Buffers;
using System.Text;

namespace Giqa.Storage;

/// <summary>One record of comma-separated values (RFC 4180): a field in double quotes may hold commas, doubled quotes and line breaks.</summary>
internal static class CsvRecord
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    /// <summary>A record without its line end; its fields read back as they are.</summary>
    internal static string Join(params IEnumerable<string> fields) => string.Join(',', fields.Select(Quote));

    /// <summary>A field as written in a record.</summary>
    internal static string Quote(string field) =>
        field.AsSpan().ContainsAny(Special) || (field.Length > 0 && (char.IsWhiteSpace(field[0]) || char.IsWhiteSpace(field[^1])))
            ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : field;

    /// <summary>Reads the next record; null at the end.</summary>
    /// <param name="reader">Positioned at the beginning of a line.</param>
    /// <param name="path">Names the file in messages.</param>
    /// <param name="line">The line to be read, counted from 1; afterwards the one that follows.</param>
    /// <param name="trim">Whether blanks around fields without quotes are left out.</param>
    /// <exception cref="GiqaException">A quote is not closed.</exception>
    internal static List<string>? Read(TextReader reader, string path, ref int line, bool trim = false)
    {
        if (reader.Peek() < 0)
        {
            return null;
        }

        var (fields, field, first, wasQuoted) = (new List<string>(), new StringBuilder(), line, false);
        for (var quoted = false; ;)
        {
            var letter = reader.Read();
            line += letter == '\n' ? 1 : 0;
            if (letter < 0 && quoted)
            {
                throw new GiqaException($"{path}, line {first}: a quote is not closed");
            }

            if (letter == '"' && quoted && reader.Peek() == '"')
            {
                _ = field.Append((char)reader.Read());
            }
            else if (letter == '"' && (quoted || IsEmpty(field, trim)))
            {
                (quoted, wasQuoted) = (!quoted, true);
                field.Length = quoted ? 0 : field.Length;
            }
            else if (quoted || letter is not (',' or '\n' or '\r' or < 0))
            {
                _ = field.Append((char)letter);
            }
            else if (letter != '\r' || reader.Peek() != '\n')
            {
                fields.Add(trim && !wasQuoted ? field.ToString().Trim() : field.ToString());
                _ = field.Clear();
                wasQuoted = false;
                if (letter != ',')
                {
                    return fields;
                }
            }
        }
    }

    private static bool IsEmpty(StringBuilder field, bool trim) => field.Length == 0 || (trim && string.IsNullOrWhiteSpace(field.ToString()));
}
