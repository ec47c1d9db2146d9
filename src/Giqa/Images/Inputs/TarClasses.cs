using System.Formats.Tar;
using System.Text;

namespace Giqa.Images.Inputs;

/// <summary>
/// The classes that <c>KEY.cls</c> gives to the images of its key in a WebDataset shard. They become a folder in the image's name: folders are
/// classes everywhere else.
/// </summary>
internal sealed class TarClasses
{
    private const string Extension = ".cls";
    private const int LongestClass = 256;

    private readonly Dictionary<string, string> _classes = new(StringComparer.Ordinal);

    /// <summary>Accepts an entry that gives a class.</summary>
    internal bool TryTake(string name, TarEntry entry)
    {
        if (!name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) || entry is not { Length: > 0 and <= LongestClass, DataStream: { } text })
        {
            return false;
        }

        var bytes = new byte[LongestClass];
        var label = Encoding.UTF8.GetString(bytes, 0, text.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)).Trim();

        // Only what can be a folder's name is a class.
        if (label is "" or "." or ".." || label.AsSpan().ContainsAny('/', '\\') || label.Any(char.IsControl))
        {
            return false;
        }

        _classes[KeyOf(name)] = label;
        return true;
    }

    /// <summary>An image's name with its class, if it has one.</summary>
    internal string NameOf(string name)
    {
        if (_classes.Count == 0 || !_classes.TryGetValue(KeyOf(name), out var label))
        {
            return name;
        }

        var file = name.LastIndexOf('/') + 1;
        return $"{name[..file]}{label}/{name[file..]}";
    }

    /// <summary>WebDataset's key: the path up to the first dot of the file's name.</summary>
    private static string KeyOf(string name) => name.IndexOf('.', name.LastIndexOf('/') + 1) is var dot and >= 0 ? name[..dot] : name;
}
