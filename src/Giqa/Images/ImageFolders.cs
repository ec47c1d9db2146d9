using System.Text.RegularExpressions;

namespace Giqa.Images;

/// <summary>The folder that an image's name puts it in, which is its class where folders are classes.</summary>
internal static partial class ImageFolders
{
    /// <summary>The folder without a shard in front: <c>00017.tar/cat/1.png</c> and <c>00018.tar/cat/9.png</c> are of one class.</summary>
    /// <returns>Empty when the image lies in none.</returns>
    internal static string Of(string name)
    {
        var inner = Shard().Match(name) is { Success: true } shard ? name[shard.Length..] : name;
        return inner.LastIndexOf('/') is var at and > 0 ? inner[..at] : string.Empty;
    }

    [GeneratedRegex(@"^(?:.*/)?[^/]*\.(?:tar|parquet)(?:#[^/]*)?/", RegexOptions.IgnoreCase)]
    private static partial Regex Shard();
}
