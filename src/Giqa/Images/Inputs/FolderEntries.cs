using System.IO.Enumeration;
using Giqa.Storage;

namespace Giqa.Images.Inputs;

/// <summary>What a folder holds, in no order. On Linux by system calls, because .NET loses the bytes of names that are not UTF-8.</summary>
internal static class FolderEntries
{
    internal static IReadOnlyList<(string Name, bool IsFolder, bool IsLink)> Of(string folder) => OperatingSystem.IsLinux()
        ? [.. Posix.List(folder).Select(entry => (entry.Name, IsFolder(folder, entry.Name, entry.Kind), entry.Kind == FileKind.Link))]
        : [.. new FileSystemEnumerable<(string, bool, bool)>(
            folder,
            (ref FileSystemEntry entry) => (entry.FileName.ToString(), entry.IsDirectory, entry.Attributes.HasFlag(FileAttributes.ReparsePoint)),
            new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false })];

    private static bool IsFolder(string folder, string name, FileKind kind) =>
        kind == FileKind.Folder || (kind == FileKind.Link && RegularFile.IsFolder(Path.Join(folder, name)));
}
