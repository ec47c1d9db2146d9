using Giqa.Images;
using Giqa.Scores;

namespace Giqa.Web.Live;

/// <summary>One opened input. A folder is checked repeatedly; anything else is read once.</summary>
internal sealed class LiveSet : IDisposable
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private readonly string _specification;
    private readonly LiveOptions _options;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Length, DateTime Written)> _growing = new(StringComparer.Ordinal);
    private readonly List<IDisposable> _sources = [];

    internal LiveSet(string specification, string label, LiveOptions options) => (_specification, Label, _options) = (specification, label, options);

    /// <summary>Its name on the page.</summary>
    internal string Label { get; }

    /// <summary>Whether new images may appear.</summary>
    internal bool IsWatched => Directory.Exists(_specification);

    /// <summary>Whether an input is a scores file.</summary>
    internal static bool IsScores(string specification) =>
        specification.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || specification.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);

    /// <summary>The images that were not there before, in the order of their names, with their scores if a file has them.</summary>
    /// <exception cref="GiqaException">The input cannot be read.</exception>
    internal IEnumerable<(string Name, string? Path, Func<ImageContent> Read, ImageScore? Score)> FindNew()
    {
        if (_known.Count > 0 && !IsWatched)
        {
            return [];
        }

        return IsScores(_specification) ? ReadScores() : ReadImages();
    }

    public void Dispose() => _sources.ForEach(source => source.Dispose());

    private IEnumerable<(string Name, string? Path, Func<ImageContent> Read, ImageScore? Score)> ReadImages()
    {
        if (Open() is not { } source)
        {
            yield break;
        }

        for (var i = 0; i < source.Count; i++)
        {
            var (index, name, path) = (i, source.GetName(i), source.GetPath(i));
            if (_known.Contains(name) || (IsWatched && !IsWhole(path!)))
            {
                continue;
            }

            _ = _known.Add(name);
            yield return (name, path, path is null ? () => source.Read(index) : () => Contained(path).Read(path), null);
        }
    }

    private IImageSource? Open()
    {
        try
        {
            var source = ImageInput.Open(_specification, _options.Decoding);
            if (!IsWatched)
            {
                _sources.Add(source);
            }

            return source;
        }
        catch (GiqaException) when (IsWatched)
        {
            // Without an image yet; or a folder in it went away while it was being read: the next check will show.
            return null;
        }
    }

    /// <summary>Whether a file is no longer being written: it is older than two seconds, or unchanged since the last check.</summary>
    private bool IsWhole(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || _options.Time.GetUtcNow() - file.LastWriteTimeUtc > Settled)
        {
            return true;
        }

        var now = (file.Length, file.LastWriteTimeUtc);
        var isSame = _growing.TryGetValue(path, out var before) && before == now;
        _growing[path] = now;
        return isSame && _growing.Remove(path);
    }

    private IEnumerable<(string Name, string? Path, Func<ImageContent> Read, ImageScore? Score)> ReadScores()
    {
        var rows = ScoreFile.Read(_specification);
        var images = _options.Images is null ? null : ImageInput.Open(_options.Images, _options.Decoding);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        if (images is not null)
        {
            _sources.Add(images);
            places = Enumerable.Range(0, images.Count).ToDictionary(images.GetName, StringComparer.Ordinal);
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(_specification))!;
        foreach (var row in rows.Where(row => _known.Add(row.Image)))
        {
            // With models, images are scored again; without them, there are only the file's scores.
            var score = _options.Models.Count > 0 ? null : row;
            yield return places.TryGetValue(row.Image, out var index)
                ? (row.Image, images!.GetPath(index), images.GetPath(index) is { } path ? () => Contained(path).Read(path) : () => images.Read(index), score)
                : (row.Image, Path.Combine(folder, row.Image), () => new ContainedFile(folder, _options.Decoding.MaxFileBytes).Read(Path.Combine(folder, row.Image)), score);
        }
    }

    /// <summary>The folder that a file may be in: the opened one, or that of an image, a list or a list's image.</summary>
    private ContainedFile Contained(string path)
    {
        var opened = _options.Images is not null && IsScores(_specification) ? _options.Images : _specification;
        var folder = InputSpecification.Parse(opened).Path;
        return new ContainedFile(Directory.Exists(folder) ? folder : Path.GetDirectoryName(Path.GetFullPath(path))!, _options.Decoding.MaxFileBytes);
    }
}
