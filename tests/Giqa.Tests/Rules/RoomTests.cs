using System.Text.RegularExpressions;
using Giqa.Tests.Support;

namespace Giqa.Tests.Rules;

/// <summary>Where sources stand: what docs/developing.md promises of folders and files.</summary>
public sealed partial class RoomTests
{
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

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
