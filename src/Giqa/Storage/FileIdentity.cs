using System.Globalization;

namespace Giqa.Storage;

/// <summary>Identifies the file that a path leads to, in whatever way: through a folder link, a mount, a hard link or different case.</summary>
/// <param name="Value">Device and number on Linux, the path without links elsewhere; equal for the same file.</param>
internal readonly record struct FileIdentity(string Value)
{
    /// <summary>The file that a path leads to, or null when there is none.</summary>
    internal static FileIdentity? Of(string path) => Find(path, followLinks: true);

    /// <summary>The entry itself, a link as the link that it is; null when there is none.</summary>
    internal static FileIdentity? OfEntry(string path) => Find(path, followLinks: false);

    private static FileIdentity? Find(string path, bool followLinks)
    {
        if (OperatingSystem.IsLinux())
        {
            return Posix.NumberOf(path, followLinks) is var (device, number) ? new(string.Create(CultureInfo.InvariantCulture, $"{device:x}:{number:x}")) : null;
        }

        var full = Path.GetFullPath(path);
        if (!Path.Exists(full))
        {
            return null;
        }

        var real = followLinks ? File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full : full;
        return new(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? real.ToUpperInvariant() : real);
    }
}
