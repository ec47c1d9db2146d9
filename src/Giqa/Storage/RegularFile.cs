using System.IO.Compression;
using Microsoft.Win32.SafeHandles;

namespace Giqa.Storage;

/// <summary>
/// The one way to open a file for reading: links are followed, and anything but a regular file is refused at once. A pipe would wait for
/// a writer, a device might never end.
/// </summary>
/// <remarks>A path may hold <c>\xHH</c> in place of bytes that are not UTF-8.</remarks>
internal static class RegularFile
{
    /// <summary>Opens a file as a stream.</summary>
    /// <exception cref="NotRegularFileException">It is a folder, a pipe, a socket or a device.</exception>
    /// <exception cref="IOException">It does not exist, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to read it.</exception>
    public static FileStream OpenRead(string path) => new(OpenHandle(path), FileAccess.Read);

    /// <summary>Opens a .zip archive, or a file in that format.</summary>
    /// <exception cref="InvalidDataException">It is not a valid archive.</exception>
    internal static ZipArchive OpenZip(string path)
    {
        var stream = OpenRead(path);
        try
        {
            return new ZipArchive(stream, ZipArchiveMode.Read);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Whether there is a regular file, or a link to one.</summary>
    public static bool Exists(string path) => KindOf(path) == FileKind.Regular;

    /// <summary>Whether there is anything that is not a folder, or a link to it: a file, a pipe, a device.</summary>
    internal static bool IsNoFolder(string path) => KindOf(path) is not (FileKind.Missing or FileKind.Folder);

    /// <summary>Whether there is a folder, or a link to one.</summary>
    internal static bool IsFolder(string path) => KindOf(path) == FileKind.Folder;

    /// <summary>Whether the path itself is a link, whatever its target.</summary>
    internal static bool IsLink(string path) =>
        OperatingSystem.IsLinux() ? Posix.KindOf(path, followLinks: false) == FileKind.Link : new FileInfo(path).LinkTarget is not null;

    internal static FileKind KindOf(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            return Posix.KindOf(path);
        }

        return Directory.Exists(path) ? FileKind.Folder
            : File.Exists(path) ? FileKind.Regular
            : FileKind.Missing;
    }

    internal static SafeFileHandle OpenHandle(string path)
    {
        Refuse(path, KindOf(path));
        if (!OperatingSystem.IsLinux())
        {
#pragma warning disable RS0030 // This is the place that the rule points to.
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
#pragma warning restore RS0030
        }

        // Something else may have replaced it between check and opening.
        var file = Posix.Open(path);
        try
        {
            Refuse(path, Posix.KindOf(file));
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    internal static byte[] ReadAllBytes(string path)
    {
        using var file = OpenHandle(path);
        return ReadAllBytes(file);
    }

    /// <summary>The bytes of an open file, as many as its length says; fewer when it has become shorter.</summary>
    internal static byte[] ReadAllBytes(SafeFileHandle file)
    {
        var bytes = GC.AllocateUninitializedArray<byte>((int)Math.Min(RandomAccess.GetLength(file), Array.MaxLength));
        var count = 0;
        for (int read; count < bytes.Length && (read = RandomAccess.Read(file, bytes.AsSpan(count), count)) > 0;)
        {
            count += read;
        }

        return count == bytes.Length ? bytes : bytes[..count];
    }

    private static void Refuse(string path, FileKind kind)
    {
        if (kind is FileKind.Folder or FileKind.Pipe or FileKind.Socket or FileKind.Device)
        {
            throw new NotRegularFileException(path, kind);
        }
    }
}
