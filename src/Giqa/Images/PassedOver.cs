namespace Giqa.Images;

/// <summary>Counts what folders and archives hold besides images, so that users need not find out what was not read.</summary>
/// <remarks>Immutable; safe to share between threads. Hidden files are not counted.</remarks>
internal sealed class PassedOver
{
    private const int MostKinds = 8;
    private const string NoExtension = "without an extension";

    private static readonly string[] Containers = [".zip", ".npz", ".npy", ".safetensors", ".tar", ".gz", ".tgz", ".parquet", ".h5", ".hdf5", ".7z", ".rar", ".bz2", ".xz", ".zst"];

    private PassedOver(IReadOnlyDictionary<string, int> counts) => Counts = counts;

    /// <summary>Nothing was passed over.</summary>
    public static PassedOver Nothing { get; } = new(new Dictionary<string, int>(StringComparer.Ordinal));

    /// <summary>How many of each kind: <c>.txt</c>, <c>without an extension</c>, and folders by their names, <c>@eaDir/</c>.</summary>
    public IReadOnlyDictionary<string, int> Counts { get; }

    /// <summary>All together.</summary>
    public int Total => Counts.Values.Sum();

    /// <summary>Several together.</summary>
    public static PassedOver Of(IEnumerable<PassedOver> parts) =>
        Of(parts.SelectMany(part => part.Counts).SelectMany(count => Enumerable.Repeat(count.Key, count.Value)));

    /// <summary>The kinds in words, the most frequent first: <c>3 .tga, 1 @eaDir/</c>.</summary>
    public override string ToString()
    {
        var kinds = Counts.OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal).ToList();
        var words = kinds.Take(MostKinds).Select(count => $"{count.Value} {count.Key}");
        return string.Join(", ", kinds.Count > MostKinds ? words.Append($"{kinds.Skip(MostKinds).Sum(count => count.Value)} of {kinds.Count - MostKinds} other kinds") : words)
            + (Array.Exists(Containers, Counts.ContainsKey) ? "; archives and arrays are separate INPUTs" : string.Empty);
    }

    internal static PassedOver Of(IEnumerable<string> kinds)
    {
        var counts = kinds.CountBy(kind => kind, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return counts.Count == 0 ? Nothing : new PassedOver(counts);
    }

    /// <summary>The kind of a file.</summary>
    internal static string KindOf(string name) => Path.GetExtension(name) is { Length: > 1 } extension ? extension.ToLowerInvariant() : NoExtension;

    /// <summary>The kind of a folder.</summary>
    internal static string KindOfFolder(string name) => $"{name}/";
}
