namespace Giqa.Storage;

/// <summary>Makes, moves and removes files whose names may hold bytes that are not UTF-8, as <see cref="PathText"/> writes them.</summary>
internal static class PathFiles
{
    /// <summary>Makes a folder and those above it.</summary>
    internal static void MakeFolder(string path)
    {
        if (!IsPosix(path))
        {
            _ = Directory.CreateDirectory(path);
            return;
        }

        if (!RegularFile.IsFolder(path))
        {
            MakeFolder(Path.GetDirectoryName(path)!);
            Posix.MakeFolder(path);
        }
    }

    /// <summary>Whether files may be removed from a folder, according to the system.</summary>
    internal static bool CanChange(string folder) => !OperatingSystem.IsLinux() || Posix.CanChange(folder);

    /// <summary>Makes a file, or empties it.</summary>
    internal static FileStream Create(string path) => IsPosix(path) ? new FileStream(Posix.Create(path), FileAccess.Write) : File.Create(path);

    /// <summary>Copies the content, replacing what is there.</summary>
    internal static void Copy(string from, string to)
    {
        if (!IsPosix(from) && !IsPosix(to))
        {
            File.Copy(from, to, overwrite: true);
            return;
        }

        using var source = RegularFile.OpenRead(from);
        using var target = Create(to);
        source.CopyTo(target);
    }

    /// <summary>Moves a file, replacing what is there; between file systems by copying.</summary>
    internal static void Move(string from, string to)
    {
        if (!IsPosix(from) && !IsPosix(to))
        {
            File.Move(from, to, overwrite: true);
        }
        else if (!Posix.TryRename(from, to))
        {
            Copy(from, to);
            Posix.Delete(from);
        }
    }

    /// <summary>Moves a file in one step, replacing what is there.</summary>
    /// <returns>False where the two places are on different file systems.</returns>
    internal static bool TryRename(string from, string to)
    {
        if (OperatingSystem.IsLinux())
        {
            return Posix.TryRename(from, to);
        }

        File.Move(from, to, overwrite: true);
        return true;
    }

    /// <summary>Makes a symbolic link.</summary>
    internal static void Link(string path, string target)
    {
        if (IsPosix(path) || IsPosix(target))
        {
            Posix.Link(target, path);
        }
        else
        {
            _ = File.CreateSymbolicLink(path, target);
        }
    }

    /// <summary>Removes a file, if it exists; its folder need not exist either.</summary>
    internal static void Delete(string path)
    {
        if (IsPosix(path))
        {
            Posix.Delete(path);
        }
        else if (Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
        {
            File.Delete(path);
        }
    }

    [System.Runtime.Versioning.SupportedOSPlatformGuard("linux")]
    private static bool IsPosix(string path) => OperatingSystem.IsLinux() && PathText.HasSequence(path);
}
