using System.Globalization;
using System.Text.RegularExpressions;
using Giqa.Storage;

namespace Giqa.Images;

/// <summary>Paths written with braces, as in shells and WebDataset: <c>{00000..00099}</c> is a range of numbers, <c>{train,val}</c> a choice.</summary>
internal static partial class BraceRange
{
    private const int MostPaths = 100_000;

    /// <summary>The paths that a text expands to, with the last brace varying fastest; only the text itself if it has no braces, or exists literally.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="folder">What it is relative to; empty for the current folder.</param>
    /// <exception cref="GiqaException">There are too many.</exception>
    internal static IReadOnlyList<string> Expand(string text, string folder = "")
    {
        if (!Braces().IsMatch(text) || RegularFile.KindOf(Path.Combine(folder, text)) != FileKind.Missing)
        {
            return [text];
        }

        List<string> paths = [string.Empty];
        var at = 0;
        foreach (Match brace in Braces().Matches(text))
        {
            var literal = text[at..brace.Index];
            var words = WordsOf(text, brace);
            paths = (long)paths.Count * words.Count <= MostPaths
                ? [.. paths.SelectMany(path => words.Select(word => $"{path}{literal}{word}"))]
                : throw TooMany(text);
            at = brace.Index + brace.Length;
        }

        return [.. paths.Select(path => $"{path}{text[at..]}")];
    }

    private static List<string> WordsOf(string text, Match brace)
    {
        if (!brace.Groups["from"].Success)
        {
            return [.. brace.Groups["words"].Value.Split(',')];
        }

        var (first, last) = (brace.Groups["from"].Value, brace.Groups["to"].Value);
        if (!int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from) || !int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var to)
            || Math.Abs((long)to - from) >= MostPaths)
        {
            throw TooMany(text);
        }

        // As in a shell: a leading zero on either side makes all of them as wide as the wider one.
        var width = first is ['0', _, ..] || last is ['0', _, ..] ? Math.Max(first.Length, last.Length) : 1;
        return [.. Enumerable.Range(0, Math.Abs(to - from) + 1).Select(i => (from <= to ? from + i : from - i).ToString($"D{width}", CultureInfo.InvariantCulture))];
    }

    private static GiqaException TooMany(string text) =>
        new($"the braces of {text} expand to more than the {MostPaths} paths that one input may have");

    [GeneratedRegex(@"\{(?:(?<from>[0-9]+)\.\.(?<to>[0-9]+)|(?<words>[^{},/]*(?:,[^{},/]*)+))\}")]
    private static partial Regex Braces();
}
