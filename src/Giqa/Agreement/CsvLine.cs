using System.Text;

namespace Giqa.Agreement;

/// <summary>One line of comma-separated values; a field in double quotes may hold commas and doubled quotes.</summary>
internal static class CsvLine
{
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
}
