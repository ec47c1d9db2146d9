using Giqa.Storage;

namespace Giqa.Images.Inputs;

/// <summary>The images of a .zip archive in the ordinal order of their names, which are never used as paths.</summary>
internal static class ZipInput
{
    private const string Hidden = ".";

    internal static ZipSource Open(string path, string prefix, DecodeOptions options, bool wholeRun)
    {
        var archive = RegularFile.OpenZip(path);
        try
        {
            var all = archive.Entries.Select(entry => (Name: entry.FullName.Replace('\\', '/'), Entry: entry)).ToArray();
            var runs = wholeRun ? [] : RunsAmong(Array.ConvertAll(all, item => item.Name));
            var kinds = all.ToLookup(item => KindOf(item.Name, runs), StringComparer.Ordinal);
            var passedOver = PassedOver.Of(kinds.Where(kind => kind.Key.Length > 0 && kind.Key != Hidden).SelectMany(kind => PassedOf(kind.Key, kind.Select(item => item.Name))));
            var entries = kinds[string.Empty].OrderBy(item => item.Name, StringComparer.Ordinal).ToArray();
            return entries.Length > 0
                ? new ZipSource(archive, UniqueNames.Of(entries.Select(item => prefix + item.Name)), Array.ConvertAll(entries, item => item.Entry), options.MaxFileBytes) { PassedOver = passedOver }
                : throw new GiqaException($"archive {path} holds no images; searched for {ImageExtensions.Wanted}{(passedOver.Total > 0 ? $" and passed over {passedOver}" : string.Empty)}");
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    /// <summary>The folders in an archive that are training runs, each with a closing slash.</summary>
    private static HashSet<string> RunsAmong(string[] names)
    {
        var withSnapshots = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            for (var at = name.IndexOf(ForeignFolders.Snapshots, StringComparison.Ordinal); at >= 0; at = name.IndexOf(ForeignFolders.Snapshots, at + 1, StringComparison.Ordinal))
            {
                _ = withSnapshots.Add(name[..at]);
            }
        }

        return [.. names.Where(name => ForeignFolders.IsRecordOfRun(name.Split('/')[^1])).Select(name => name[..(name.LastIndexOf('/') + 1)]).Where(withSnapshots.Contains)];
    }

    /// <summary>Empty for an image; else what an entry counts as.</summary>
    private static string KindOf(string name, HashSet<string> runs)
    {
        var parts = name.Split('/');
        if (name.EndsWith('/') || Array.Exists(parts, part => part.StartsWith('.') && part is not ("." or "..")))
        {
            return Hidden;
        }

        if (Array.Find(parts[..^1], ForeignFolders.IsOfTool) is { } tool)
        {
            return PassedOver.KindOfFolder(tool);
        }

        for (var (i, start) = (0, 0); runs.Count > 0 && i < parts.Length - 1; start += parts[i++].Length + 1)
        {
            if (ForeignFolders.IsBesideSnapshots(parts[i]) && runs.Contains(name[..start]))
            {
                return PassedOver.KindOfFolder(parts[i]);
            }
        }

        return ImageExtensions.IsImage(name) ? string.Empty : PassedOver.KindOf(name);
    }

    /// <summary>Every file counts once, every folder once, however many entries it has.</summary>
    private static IEnumerable<string> PassedOf(string kind, IEnumerable<string> names) =>
        (kind.EndsWith('/') ? names.Select(name => name[..StartOf(name, kind)]).Distinct(StringComparer.Ordinal) : names).Select(_ => kind);

    private static int StartOf(string name, string folder) =>
        $"/{name}".IndexOf($"/{folder.TrimEnd('/')}/", StringComparison.Ordinal);
}
