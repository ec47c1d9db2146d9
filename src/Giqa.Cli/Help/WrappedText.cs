using System.Text.RegularExpressions;

namespace Giqa.Cli.Help;

/// <summary>Text in lines that fit a width: it breaks at spaces, and in lists of choices after a bar or comma, but not within a number; a longer word is left whole.</summary>
internal static partial class WrappedText
{
    /// <summary>The lines of a text.</summary>
    /// <param name="text">One paragraph.</param>
    /// <param name="width">The maximum number of characters per line.</param>
    internal static IReadOnlyList<string> Lines(string text, int width)
    {
        var lines = new List<string>();
        var line = string.Empty;
        foreach (var piece in Pieces().Matches(text).Select(match => match.Value).Where(piece => piece.Length > 0))
        {
            if (line.Length > 0 && line.Length + piece.TrimEnd().Length > width)
            {
                lines.Add(line.TrimEnd());
                line = string.Empty;
            }

            line += piece;
        }

        lines.Add(line.TrimEnd());
        return lines;
    }

    /// <summary>A command line in lines that a shell joins again; an option stays with its value.</summary>
    internal static IReadOnlyList<string> Command(string command, int width)
    {
        const string Continuation = " \\";
        var lines = new List<string>();
        foreach (var part in OptionsWithValues().Split(command))
        {
            if (lines.Count > 0 && lines[^1].Length + 1 + part.Length + Continuation.Length <= width)
            {
                lines[^1] += $" {part}";
            }
            else
            {
                lines.Add(part);
            }
        }

        return [.. lines.Select((line, i) => i < lines.Count - 1 ? line + Continuation : line)];
    }

    [GeneratedRegex(@"(?:[^\s|,]|(?<=\d),(?=\d{3}\b))*(?:[|,](?=\S)|\s+|[|,]\s*|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Pieces();

    [GeneratedRegex(@"(?<!\s--\S+)\s+|\s+(?=--)", RegexOptions.CultureInvariant)]
    private static partial Regex OptionsWithValues();
}
