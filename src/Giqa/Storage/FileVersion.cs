using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Giqa.Storage;

/// <summary>What tells a file from what may come in its place: its length, and when it was last written to.</summary>
/// <param name="Length">Its bytes.</param>
/// <param name="Ticks">The moment, in UTC.</param>
internal readonly record struct FileVersion(long Length, long Ticks)
{
    /// <summary>The file that a path leads to; null when there is none.</summary>
    internal static FileVersion? Of(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            return Posix.VersionOf(path);
        }

        var file = new FileInfo(path);
        return file.Exists ? new FileVersion(file.Length, file.LastWriteTimeUtc.Ticks) : null;
    }

    /// <summary>An open file.</summary>
    internal static FileVersion Of(SafeFileHandle file) => new(RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file).Ticks);

    /// <summary>As text, for a file or an object of a store.</summary>
    internal static string TextOf(string path) => RemoteFiles.IsRemote(path) ? RemoteFiles.VersionOf(path) : TextOf(Of(path));

    /// <summary>As text.</summary>
    internal static string TextOf(FileVersion? version) => version is var (length, ticks) ? string.Create(CultureInfo.InvariantCulture, $"{length} {ticks}") : "missing";
}
