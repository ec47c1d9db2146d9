using Giqa.Images.Codecs;
using Giqa.Storage;

namespace Giqa.Images.Inputs;

/// <summary>All images below a folder, in the ordinal order of their paths relative to it.</summary>
/// <remarks>
/// Hidden files and folders, those of tools, and what a training run holds besides samples are left out. Links to folders are
/// followed after all real folders have been listed, and no folder is listed twice, so that loops end and a link into the tree
/// itself adds nothing.
/// </remarks>
internal sealed class FolderInput
{
    private const int SignatureBytes = 16;

    private readonly bool _wholeRun;
    private readonly List<(string Name, string Path)> _files = [];
    private readonly List<(string Name, string Path)> _withoutExtension = [];
    private readonly List<string> _passedOver = [];

    private FolderInput(bool wholeRun) => _wholeRun = wholeRun;

    /// <summary>Lists a folder.</summary>
    /// <param name="folder">Its path.</param>
    /// <param name="prefix">What every name begins with.</param>
    /// <param name="options">The limits.</param>
    /// <param name="wholeRun">Whether grids, sources and references of a training run are images like others.</param>
    internal static FileSource Open(string folder, string prefix, DecodeOptions options, bool wholeRun)
    {
        var listing = new FolderInput(wholeRun);
        listing.List(folder);
        listing.ChooseWithoutExtension();
        var (files, passedOver) = (listing._files, PassedOver.Of(listing._passedOver));
        if (files.Count == 0)
        {
            throw new GiqaException($"folder {folder} holds no images; searched it and its subfolders for {ImageExtensions.Wanted}{(passedOver.Total > 0 ? $" and passed over {passedOver}" : string.Empty)}");
        }

        files.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        return new FileSource(
            [.. files.Select(file => prefix + file.Name)],
            [.. files.Select(file => file.Path)],
            options.MaxFileBytes)
        {
            PassedOver = passedOver,
        };
    }

    private void List(string root)
    {
        var visited = new HashSet<string>(StringComparer.Ordinal);
        var folders = new Queue<(string Prefix, string Path)>();
        var links = new PriorityQueue<(string Prefix, string Path), string>(StringComparer.Ordinal);
        folders.Enqueue((string.Empty, RealPath.Of(root)));
        while (folders.Count > 0 || links.Count > 0)
        {
            var (prefix, path) = folders.Count > 0 ? folders.Dequeue() : links.Dequeue();
            if (!visited.Add(path))
            {
                continue;
            }

            var entries = FolderEntries.Of(path);
            var isRun = !_wholeRun && ForeignFolders.IsRun([.. entries.Select(entry => entry.Name)]);
            foreach (var entry in entries.Where(entry => !entry.Name.StartsWith('.')))
            {
                var (name, full) = (prefix + entry.Name, Path.Join(path, entry.Name));
                if (!entry.IsFolder)
                {
                    Take(name, full);
                }
                else if (ForeignFolders.IsOfTool(entry.Name) || (isRun && ForeignFolders.IsBesideSnapshots(entry.Name)))
                {
                    _passedOver.Add(PassedOver.KindOfFolder(entry.Name));
                }
                else if (entry.IsLink)
                {
                    links.Enqueue(($"{name}/", RealPath.Of(full)), name);
                }
                else
                {
                    folders.Enqueue(($"{name}/", full));
                }
            }
        }
    }

    private void Take(string name, string path)
    {
        if (ImageExtensions.IsImage(name))
        {
            _files.Add((name, path));
        }
        else if (Path.GetExtension(name).Length == 0)
        {
            _withoutExtension.Add((name, path));
        }
        else
        {
            _passedOver.Add(PassedOver.KindOf(name));
        }
    }

    /// <summary>
    /// Stores that name files by hash give them no extension: if no file has an image extension, the first bytes decide. Otherwise such
    /// files are not images, so that a store and the links into it are not counted twice.
    /// </summary>
    private void ChooseWithoutExtension()
    {
        var mayBeImages = _files.Count == 0;
        foreach (var file in _withoutExtension)
        {
            if (mayBeImages && BeginsAsImage(file.Path))
            {
                _files.Add(file);
            }
            else
            {
                _passedOver.Add(PassedOver.KindOf(file.Name));
            }
        }
    }

    private static bool BeginsAsImage(string path)
    {
        try
        {
            using var file = RegularFile.OpenHandle(path);
            Span<byte> start = stackalloc byte[SignatureBytes];
            return ImageSignature.IsImage(start[..RandomAccess.Read(file, start, 0)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
