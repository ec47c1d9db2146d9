using System.Reflection;
using System.Text.RegularExpressions;
using Giqa.Tests.Support;

namespace Giqa.Tests.Rules;

/// <summary>src/Giqa/README.md is true: what it names exists, and every equation that the code cites has its row.</summary>
public sealed partial class FormulaMapTests
{
    private static readonly string Sources = Repository.PathOf("src");
    private static readonly string Map = File.ReadAllText(Path.Combine(Sources, "Giqa", "README.md"));

    [Fact]
    public void Paths_NamedInTheMap_Exist() => Assert.All(
        NamedPaths().Matches(Map).Select(match => match.Groups[1].Value),
        path => Assert.True(Path.Exists(Path.Combine(Sources, path)) || Path.Exists(Repository.PathOf(path)), $"there is no {path}"));

    [Fact]
    public void Members_NamedInTheMap_StandInTheirFiles() => Assert.All(NamedMembers().Matches(Map), match =>
    {
        var (path, member) = (match.Groups[1].Value, match.Groups[2].Value);
        Assert.True(Regex.IsMatch(File.ReadAllText(Path.Combine(Sources, path)), $@" {member}(<\w+>)?\("), $"{path} has no member {member}");
    });

    [Fact]
    public void Rows_OfTheMap_NameAFileAMemberAndATest()
    {
        var rows = Rows().ToList();
        Assert.True(rows.Count > 50, $"only {rows.Count} rows");
        Assert.All(rows, row => Assert.True(NamedMembers().IsMatch(row[2]) && NamedTests().IsMatch(row[3]), $"the row of {row[0]} lacks a file, member or test"));
    }

    [Fact]
    public void Tests_NamedInTheMap_Exist()
    {
        var methods = Assembly.GetExecutingAssembly().GetTypes().Where(type => type.Name.EndsWith("Tests", StringComparison.Ordinal) && !type.IsNested)
            .ToDictionary(type => type.Name, type => type.GetMethods().Select(method => method.Name).ToHashSet());
        Assert.All(NamedTests().Matches(Map), match => Assert.True(
            methods.TryGetValue(match.Groups[1].Value, out var own) && (match.Groups[2].Value.Length == 0 || own.Contains(match.Groups[2].Value)), $"there is no test {match.Value}"));
    }

    [Fact]
    public void Equations_CitedInTheCode_HaveARowAndOneSpelling()
    {
        var rows = Rows().Select(row => row[0]).ToHashSet();
        var cited = new HashSet<string>();
        foreach (var (path, text) in SourceFiles())
        {
            var found = Equations().Matches(text).Select(match => match.Value).ToList();
            Assert.True(OtherSpellings().Match(text) is { Success: false }, $"{path} writes '{OtherSpellings().Match(text).Value}': write 'PAPER eq. N', once for each equation");
            Assert.True(found.Count == text.Split("eq. ").Length - 1, $"{path} cites an equation without its paper: write 'GIQA eq. 7' or 'Author YEAR eq. 7'");
            Assert.All(found, equation => Assert.True(rows.Contains(equation), $"{path} cites {equation}, which has no row in src/Giqa/README.md"));
            cited.UnionWith(found);
        }

        Assert.All(rows.Where(row => row.Contains("eq.", StringComparison.Ordinal)), row => Assert.True(cited.Contains(row), $"no source cites {row}"));
    }

    private static IEnumerable<string[]> Rows() => Map.Split('\n')
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal) && !line.StartsWith("| formula", StringComparison.Ordinal))
        .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));

    private static IEnumerable<(string Path, string Text)> SourceFiles() =>
        Directory.EnumerateFiles(Sources, "*.cs", SearchOption.AllDirectories).Select(path => (Path.GetRelativePath(Sources, path), File.ReadAllText(path)));

    [GeneratedRegex(@"`((?:Giqa|tests)[\w.]*/[\w./]+)`")]
    private static partial Regex NamedPaths();

    [GeneratedRegex(@"`(Giqa[\w.]*/[\w./]+\.cs)` `(\w+)`")]
    private static partial Regex NamedMembers();

    [GeneratedRegex(@"`(\w+Tests)(?:\.(\w+))?`")]
    private static partial Regex NamedTests();

    [GeneratedRegex(@"(?:GIQA|RISA|\p{Lu}\p{L}+ \d{4}) eq\. \d+")]
    private static partial Regex Equations();

    [GeneratedRegex(@"\b[Ee]quations? \(?\d|\bEq\.|\beqs?\.\d|\beqs\.|eq\. \d+(?:,| and| to| or) \d")]
    private static partial Regex OtherSpellings();
}
