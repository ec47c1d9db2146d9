using Giqa.Images.Inputs;
using Giqa.Storage;

namespace Giqa.Images.Pairs;

/// <summary>Pairs of a generated image and its reference, with the images themselves, each distinct one once.</summary>
/// <remarks>A pair whose reference is missing is still a pair; scoring it gives a row with the reason. All members may be called from several threads at once.</remarks>
internal sealed class ReferencePairs : IDisposable
{
    private const string Header = "image,reference[,source]";

    private readonly int[] _images;
    private readonly int[] _references;
    private readonly int[] _sources;

    private ReferencePairs(IReadOnlyList<ReferencePair> items, (IImageSource Source, int[] Numbers) images, (IImageSource Source, int[] Numbers) references, (IImageSource Source, int[] Numbers) sources)
    {
        (Items, Images, References, Sources) = (items, images.Source, references.Source, sources.Source);
        (_images, _references, _sources) = (images.Numbers, references.Numbers, sources.Numbers);
    }

    /// <summary>The pairs, in order.</summary>
    public IReadOnlyList<ReferencePair> Items { get; }

    /// <summary>The generated images, in the order in which pairs name them first.</summary>
    public IImageSource Images { get; }

    /// <summary>The references.</summary>
    public IImageSource References { get; }

    /// <summary>The sources whose content was to be kept, for display; none of them need exist.</summary>
    public IImageSource Sources { get; }

    /// <summary>Reads a table <c>image,reference[,source]</c>. Paths are relative to the table's folder, or else to the current one.</summary>
    /// <param name="path">The CSV file; other columns are ignored.</param>
    /// <param name="options">Its limits hold for every image.</param>
    /// <exception cref="GiqaException">It cannot be read, a column is missing, a line is wrong, or it lists nothing.</exception>
    public static ReferencePairs Read(string path, DecodeOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var table = CsvTable.Read(path);
        var (image, reference) = (table.Require("image", Header), table.Require("reference", Header));
        var source = table.Has("source") ? table.Require("source", Header) : -1;
        var items = new List<ReferencePair>(table.Rows.Count);
        foreach (var (line, fields) in table.Rows)
        {
            items.Add(fields[image].Length > 0
                ? new ReferencePair(fields[image], fields[reference], source < 0 || fields[source].Length == 0 ? null : fields[source])
                : throw new GiqaException($"{path}, line {line}: the image's name is missing; expected is '{Header}'"));
        }

        return items.Count > 0
            ? Of(items, Path.GetDirectoryName(Path.GetFullPath(path))!, options)
            : throw new GiqaException($"{path} lists no pairs: rows of '{Header}' are expected below the header");
    }

    /// <summary>Pairs of files.</summary>
    /// <param name="items">At least one; names are paths, relative to the folder, or else to the current one.</param>
    /// <param name="folder">Where relative paths begin.</param>
    /// <param name="options">Its limits hold for every image.</param>
    public static ReferencePairs Of(IReadOnlyList<ReferencePair> items, string folder, DecodeOptions options) =>
        new ReferencePairs(
            items,
            Files(items.Select(item => item.Image), folder, options),
            Files(items.Select(item => item.Reference), folder, options),
            Files(items.Select(item => item.Source ?? string.Empty), folder, options));

    /// <summary>Gives every image of a source its reference: the only one there is, or the one of the same name.</summary>
    /// <param name="images">The generated images; owned by the pairs from now on.</param>
    /// <param name="references">One image for all; or images that have the same names, with or without their extensions. Owned by the pairs from now on.</param>
    public static ReferencePairs Match(IImageSource images, IImageSource references)
    {
        var byName = Numbers(references, name => name);
        var byStem = Numbers(references, StemOf);
        var referenceOf = new int[images.Count];
        var items = new ReferencePair[images.Count];
        for (var i = 0; i < items.Length; i++)
        {
            var name = images.GetName(i);
            referenceOf[i] = references.Count == 1 ? 0 : byName.GetValueOrDefault(name, byStem.GetValueOrDefault(StemOf(name), -1));
            items[i] = new ReferencePair(name, referenceOf[i] < 0 ? string.Empty : references.GetName(referenceOf[i]));
        }

        var noSources = (new FileSource([], [], 0), Array.ConvertAll(items, _ => -1));
        return new ReferencePairs(items, (images, [.. Enumerable.Range(0, items.Length)]), (references, referenceOf), noSources);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Images.Dispose();
        References.Dispose();
        Sources.Dispose();
    }

    /// <summary>The number in <see cref="Images"/> of a pair's image.</summary>
    public int ImageOf(int pair) => _images[pair];

    /// <summary>The number in <see cref="References"/> of a pair's reference; -1 where there is none.</summary>
    public int ReferenceOf(int pair) => _references[pair];

    /// <summary>The number in <see cref="Sources"/> of a pair's source; -1 where none is named.</summary>
    public int SourceOf(int pair) => _sources[pair];

    private static (IImageSource Source, int[] Numbers) Files(IEnumerable<string> names, string folder, DecodeOptions options)
    {
        var distinct = new Dictionary<string, int>(StringComparer.Ordinal);
        var numbers = names.Select(name =>
        {
            if (name.Length == 0)
            {
                return -1;
            }

            _ = distinct.TryAdd(name, distinct.Count);
            return distinct[name];
        }).ToArray();
        var paths = distinct.Keys.Select(name => Path.Combine(folder, name) is var beside && (RegularFile.IsNoFolder(beside) || !RegularFile.IsNoFolder(name)) ? beside : name);
        return (new FileSource([.. distinct.Keys], [.. paths], options.MaxFileBytes), numbers);
    }

    private static Dictionary<string, int> Numbers(IImageSource source, Func<string, string> key)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < source.Count; i++)
        {
            _ = numbers.TryAdd(key(source.GetName(i)), i);
        }

        return numbers;
    }

    private static string StemOf(string name) => Path.ChangeExtension(name, null);
}

/// <summary>A generated image, and the image whose style it should have.</summary>
/// <param name="Image">The name of the generated image.</param>
/// <param name="Reference">The name of its reference; empty if none was given.</param>
/// <param name="Source">The name of the image whose content it should keep, or null.</param>
internal sealed record ReferencePair(string Image, string Reference, string? Source = null);
