using System.Text.RegularExpressions;
using Giqa.Tests.Support;

namespace Giqa.Tests.Rules;

/// <summary>Where sources stand: what docs/developing.md promises of folders and files.</summary>
public sealed partial class RoomTests
{
    private const int Tiny = 15;

    private static readonly string Root = Repository.PathOf("src");

    private static readonly Dictionary<string, string> Sources = new[] { "*.cs", "*.razor" }
        .SelectMany(kind => Directory.EnumerateFiles(Root, kind, SearchOption.AllDirectories))
        .ToDictionary(path => Path.GetRelativePath(Root, path), File.ReadAllText);

    /// <summary>A namespace is that of its folder, or of a folder around it; all files of a folder have the same one. Extensions stand where those who look for them look.</summary>
    [Fact]
    public void Namespaces_OfAFolder_AreOneAndNameItOrAFolderAroundIt()
    {
        var rooms = Sources
            .Select(source => (Folder: Path.GetDirectoryName(source.Key)!.Replace('/', '.'), Name: Namespace().Match(source.Value).Groups[1].Value))
            .Where(source => source.Name.Length > 0 && !source.Name.StartsWith("Microsoft.", StringComparison.Ordinal))
            .GroupBy(source => source.Folder, source => source.Name);
        Assert.All(rooms, room =>
        {
            var name = Assert.Single(room.Distinct());
            Assert.True(room.Key == name || room.Key.StartsWith($"{name}.", StringComparison.Ordinal), $"{room.Key} holds the namespace {name}");
        });
    }

    /// <summary>Records, enums and delegates of a few lines that one folder uses live with their owner.</summary>
    [Fact]
    public void TypesOfAFewLines_OfOneFolder_HaveNoFileOfTheirOwn()
    {
        var alone = from source in Sources
                    where source.Key.EndsWith(".cs", StringComparison.Ordinal) && source.Value.Split('\n').Length <= Tiny + 1 && AnyType().Count(source.Value) == 1
                    let name = SmallType().Match(source.Value) is { Success: true } type ? type.Groups[1].Value : null
                    where name is not null && FoldersUsing(name, source.Key).All(folder => folder == Path.GetDirectoryName(source.Key))
                    select $"{source.Key}: put {name} below the type that takes or gives it";
        Assert.Empty(alone);
    }

    private static IEnumerable<string?> FoldersUsing(string name, string own) =>
        Sources.Where(source => source.Key != own && Regex.IsMatch(source.Value, $@"\b{name}\b")).Select(source => Path.GetDirectoryName(source.Key));

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^(?:public|internal|file) [\w ]*?\b(?:class|struct|record|interface|enum|delegate)\b", RegexOptions.Multiline)]
    private static partial Regex AnyType();

    [GeneratedRegex(@"^(?:public|internal) (?:sealed |readonly )*(?:record struct|record|enum|delegate [\w<>?\[\], ]+?) (\w+)", RegexOptions.Multiline)]
    private static partial Regex SmallType();
}
