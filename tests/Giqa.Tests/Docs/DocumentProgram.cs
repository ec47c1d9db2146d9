using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Giqa.Tests.Docs;

/// <summary>One section of a document: its C# blocks, in their order, are one program.</summary>
/// <param name="Document">The document's name, as the compiler's messages say it.</param>
/// <param name="Title">The section's heading.</param>
/// <param name="Number">Its number in the document.</param>
internal sealed partial record DocumentProgram(string Document, string Title, int Number)
{
    private const string Fence = "```";

    private readonly SortedSet<string> _usings = new(StringComparer.Ordinal);
    private readonly StringBuilder _statements = new();
    private readonly StringBuilder _types = new();

    /// <summary>The namespace that it is compiled in.</summary>
    internal string Namespace => $"{Name().Replace(Document, "_")}_{Number}";

    /// <summary>The sections of a document that have C# blocks.</summary>
    internal static IReadOnlyList<DocumentProgram> Read(string document, string text)
    {
        var programs = new List<DocumentProgram>();
        var current = new DocumentProgram(document, document, 0);
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("## ", StringComparison.Ordinal))
            {
                current = new DocumentProgram(document, lines[i][3..], current.Number + 1);
            }
            else if (lines[i] == $"{Fence}csharp")
            {
                var end = Array.IndexOf(lines, Fence, i);
                current.Add(lines[(i + 1)..end], i + 2);
                i = end;
                if (!programs.Contains(current))
                {
                    programs.Add(current);
                }
            }
        }

        return programs;
    }

    /// <summary>The program as a source file whose lines the compiler calls by their place in the document.</summary>
    /// <param name="ambient">What the section takes for granted, as parameters.</param>
    internal string ToSource(string ambient) => $$"""
        namespace {{Namespace}};
        {{string.Join('\n', _usings)}}
        internal static class Program
        {
            internal static async Task RunAsync({{ambient}})
            {
                await Task.CompletedTask;
        {{_statements}}
        #line default
            }
        }

        {{_types}}
        """;

    private void Add(string[] lines, int number)
    {
        var types = Array.FindIndex(lines, line => TypeDeclaration().IsMatch(line));
        Append(_statements, lines[..(types < 0 ? lines.Length : types)], number);
        Append(_types, types < 0 ? [] : lines[types..], number + types);
    }

    private void Append(StringBuilder text, string[] lines, int number)
    {
        _ = text.Append(CultureInfo.InvariantCulture, $"#line {number} \"{Document}\"\n");
        foreach (var line in lines)
        {
            // Statements stand inside a method, where no directive may.
            var isDirective = UsingDirective().IsMatch(line);
            if (isDirective)
            {
                _ = _usings.Add(line);
            }

            _ = text.Append(isDirective ? "" : line).Append('\n');
        }
    }

    [GeneratedRegex("^using [A-Z][A-Za-z.]*;$")]
    private static partial Regex UsingDirective();

    [GeneratedRegex("^((public|internal|sealed|static|abstract|partial|readonly) )*(class|record|struct|interface|enum) ")]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex("[^A-Za-z0-9]")]
    private static partial Regex Name();
}
