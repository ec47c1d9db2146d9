using System.Text.RegularExpressions;

namespace Giqa.Images;

/// <summary>The folder in an image's name, which is its class if folders are classes.</summary>
internal static partial class ImageFolders
{
    /// <summary>The folder without a leading shard: <c>00017.tar/cat/1.png</c> and <c>00018.tar/cat/9.png</c> are in the same class.</summary>
    /// <returns>Empty if the image is in none.</returns>
    internal static string Of(string name)
    {
        var inner = Shard().Match(name) is { Success: true } shard ? name[shard.Length..] : name;
        return inner.LastIndexOf('/') is var at and > 0 ? inner[..at] : string.Empty;
    }

    [GeneratedRegex(@"^(?:.*/)?[^/]*\.(?:tar|parquet)(?:#[^/]*)?/", RegexOptions.IgnoreCase)]
    private static partial Regex Shard();
}
