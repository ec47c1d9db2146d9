using System.Buffers;
using System.Text;

namespace Giqa.Storage;

/// <summary>One line of comma-separated values; a field in double quotes may hold commas and doubled quotes.</summary>
internal static class CsvLine
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"");

    /// <summary>A line whose fields read back as they are, without the blanks around them.</summary>
    /// <exception cref="GiqaException">A field holds a line break, which one line cannot.</exception>
    internal static string Join(params IReadOnlyList<string> fields) => string.Join(',', fields.Select(Quote));

    internal static List<string> Split(string path, string line, int number)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var letter = line[i];
            if (letter == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                _ = field.Append(letter);
                i++;
            }
            else if (letter == '"' && (quoted || field.Length == 0))
            {
                quoted = !quoted;
            }
            else if (letter == ',' && !quoted)
            {
                fields.Add(field.ToString().Trim());
                _ = field.Clear();
            }
            else
            {
                _ = field.Append(letter);
            }
        }

        if (quoted)
        {
            throw new GiqaException($"{path}, line {number}: a quote is not closed");
        }

        fields.Add(field.ToString().Trim());
        return fields;
    }
    private static string Quote(string field) => field.AsSpan().ContainsAny('\r', '\n')
        ? throw new GiqaException($"'{field.ReplaceLineEndings(" ")}' holds a line break, which a line of values cannot: rename it")
        : field.AsSpan().ContainsAny(Special) ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
