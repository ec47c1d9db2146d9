using System.Text;
using Giqa.Images;
using Giqa.Storage;

namespace Giqa.Selection;

/// <summary>Where each picked image will go, and whether it may.</summary>
internal static class TransferPlan
{
    /// <summary>Names the new files, in the order of the images. An image that is listed twice has one.</summary>
    /// <exception cref="GiqaException">A new file would replace an image that is read, or something that is not a file.</exception>
    internal static TransferredImage[] Make(IImageSource source, IReadOnlyList<int> images, string folder)
    {
        var plan = Name(source, images, folder);
        Protect(source, plan);
        return plan;
    }

    private static TransferredImage[] Name(IImageSource source, IReadOnlyList<int> images, string folder)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var folders = new Dictionary<string, string>(StringComparer.Ordinal);
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        var plan = new TransferredImage[images.Count];
        for (var i = 0; i < plan.Length; i++)
        {
            var (name, path) = (source.GetName(images[i]), source.GetPath(images[i]));
            var entry = path is null ? null : EntryOf(path, folders);
            if (entry is null || !known.TryGetValue(entry, out var file))
            {
                file = Path.Combine(folder, Free(RelativePath(name, isRaw: path is null && !source.Read(images[i]).IsEncoded), taken));
                if (entry is not null)
                {
                    known[entry] = file;
                }
            }

            plan[i] = new TransferredImage(name, file);
        }

        return plan;
    }

    /// <summary>Identifies a file by its name and folder, by whatever path the folder is reached. Two links to one file are two files.</summary>
    private static string EntryOf(string path, Dictionary<string, string> folders)
    {
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full)!;
        if (!folders.TryGetValue(folder, out var identity))
        {
            identity = folders[folder] = FileIdentity.Of(folder)?.Value ?? folder;
        }

        return $"{identity}/{Path.GetFileName(full)}";
    }

    private static string Free(string file, HashSet<string> taken)
    {
        var free = Fitting(file, "");
        for (var number = 2; !taken.Add(free); number++)
        {
            free = Fitting(file, $"-{number}");
        }

        return free;
    }

    /// <summary>The name with a mark before its extension, its stem shortened if it would exceed the longest possible name.</summary>
    private static string Fitting(string file, string mark)
    {
        var (stem, extension) = (Path.GetFileNameWithoutExtension(file), Path.GetExtension(file));
        while (stem.Length > 1 && Bytes(stem + mark + extension) > TemporaryFile.LongestName)
        {
            stem = stem[..^(char.IsLowSurrogate(stem[^1]) ? 2 : 1)];
        }

        return Path.Combine(Path.GetDirectoryName(file)!, stem + mark + extension);
    }

    private static int Bytes(string name) => PathText.HasSequence(name) ? PathText.ToBytes(name).Length - 1 : Encoding.UTF8.GetByteCount(name);

    private static string RelativePath(string name, bool isRaw)
    {
        var parts = PathText.Parts(name).Select(part => part.Replace(":", "", StringComparison.Ordinal)).Where(part => part is not ("" or "." or "..")).ToArray();
        var path = parts.Length == 0 ? "image" : Path.Combine(parts);
        return isRaw && !path.EndsWith(".png", StringComparison.OrdinalIgnoreCase) ? path + ".png" : path;
    }

    /// <summary>
    /// What is read is never written to, whatever path or link leads there. The files themselves are compared, because a folder has many
    /// names, and with all images that are read, because one that is not picked is still an original.
    /// </summary>
    private static void Protect(IImageSource source, TransferredImage[] plan)
    {
        var there = new Dictionary<FileIdentity, string>();
        foreach (var file in plan.Select(item => item.File))
        {
            if (FileIdentity.OfEntry(file) is { } identity)
            {
                there[identity] = file;
                if (!RegularFile.IsLink(file) && RegularFile.KindOf(file) is var kind and not FileKind.Regular)
                {
                    throw new GiqaException($"{file} is in the way: it is a {kind.ToString().ToLowerInvariant()}, not a file that could be replaced");
                }
            }
        }

        for (var i = 0; i < source.Count && there.Count > 0; i++)
        {
            if (source.GetPath(i) is { } path && (Find(there, FileIdentity.OfEntry(path)) ?? Find(there, FileIdentity.Of(path))) is { } file)
            {
                throw new GiqaException($"{file} is itself one of the images that are read ({path}) and must not be replaced: choose a folder without them");
            }
        }
    }

    private static string? Find(Dictionary<FileIdentity, string> files, FileIdentity? identity) =>
        identity is { } known && files.TryGetValue(known, out var file) ? file : null;
}
