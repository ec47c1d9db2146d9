using System.IO.Enumeration;

namespace Giqa.Images.Inputs;

/// <summary>All images below a folder, in the ordinal order of their paths relative to it.</summary>
/// <remarks>
/// Hidden files and folders are left out. Links to folders are followed after all real folders have been listed, and
/// no folder is listed twice, so that loops end and a link into the tree itself adds nothing.
/// </remarks>
internal static class FolderInput
{
    internal static FileSource Open(string folder, string prefix, DecodeOptions options)
    {
        var files = List(folder);
        if (files.Count == 0)
        {
            throw new GiqaException($"folder {folder} holds no images; looked in it and below for {ImageExtensions.Wanted}");
        }

        files.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        return new FileSource(
            [.. files.Select(file => prefix + file.Name)],
            [.. files.Select(file => file.Path)],
            options.MaxFileBytes);
    }

    private static List<(string Name, string Path)> List(string root)
    {
        var files = new List<(string, string)>();
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

            foreach (var entry in Entries(path))
            {
                var name = prefix + entry.Name;
                var full = Path.Join(path, entry.Name);
                if (!entry.IsFolder)
                {
                    files.Add((name, full));
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

        return files;
    }

    private static FileSystemEnumerable<(string Name, bool IsFolder, bool IsLink)> Entries(string folder) => new(
        folder,
        (ref FileSystemEntry entry) => (entry.FileName.ToString(), entry.IsDirectory, entry.Attributes.HasFlag(FileAttributes.ReparsePoint)),
        new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false })
    {
        ShouldIncludePredicate = (ref FileSystemEntry entry) =>
            !entry.FileName.StartsWith('.') && (entry.IsDirectory || ImageExtensions.IsImage(entry.FileName.ToString())),
    };
}
