using System.Text;

namespace Giqa.Storage;

/// <summary>Files that appear whole or not at all: written next to their destination, flushed to disk, renamed.</summary>
/// <remarks>
/// A link is followed: the file that it names is replaced, and the link stays. Pipes and devices are written to. Nothing but
/// a regular file is ever replaced.
/// </remarks>
internal static class AtomicFile
{
    /// <summary>What is said when <see cref="LacksRoom"/>; told by tasks, it is also known from their logs.</summary>
    internal const string NoRoom = "there is no room left on its disk";

    // errno, as .NET passes it on, and Windows' codes.
    private const int NoSpace = 28;
    private const int LinuxQuota = 122;
    private const int MacQuota = 69;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    private static readonly TimeSpan PatienceForReader = TimeSpan.FromSeconds(10);

    /// <summary>Writes a file through a stream.</summary>
    /// <param name="path">Where it goes; an existing file is replaced, missing folders are made.</param>
    /// <param name="write">Writes the content; if it throws, the old file is left unchanged.</param>
    /// <exception cref="GiqaException">The place cannot be written to.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            var full = Path.GetFullPath(path);
            switch (RegularFile.KindOf(full))
            {
                case FileKind.Missing or FileKind.Regular:
                    Replace(Follow(full), write);
                    break;
                case FileKind.Pipe or FileKind.Device:
                    WriteTo(full, write);
                    break;
                case var kind:
                    throw new IOException(WhyNot(kind));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GiqaException($"cannot write {path}: {(LacksRoom(e) ? NoRoom : e.Message)}", e);
        }
    }

    /// <summary>Whether something could not be written since the disk, or the user's share of it, is full.</summary>
    public static bool LacksRoom(Exception exception) => exception is IOException { HResult: NoSpace or WindowsDiskFull or WindowsHandleDiskFull } || (exception is IOException { HResult: var code } && code == (OperatingSystem.IsMacOS() ? MacQuota : LinuxQuota));

    /// <summary>Writes a text file as UTF-8 without a byte order mark.</summary>
    /// <exception cref="GiqaException">The place cannot be written to.</exception>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>Makes sure, as far as possible in advance, that a file can be written: before hours of work, not after.</summary>
    /// <remarks>Nothing is left behind; missing folders are not made yet.</remarks>
    /// <exception cref="GiqaException">It cannot.</exception>
    public static void RequireWritable(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            var full = Path.GetFullPath(path);
            var kind = RegularFile.KindOf(full);
            if (kind is FileKind.Folder or FileKind.Socket)
            {
                throw new IOException(WhyNot(kind));
            }

            if (kind is FileKind.Missing or FileKind.Regular)
            {
                var folder = Path.GetDirectoryName(Follow(full))!;
                while (!Path.Exists(folder))
                {
                    folder = Path.GetDirectoryName(folder)!;
                }

                using var probe = new FileStream(TemporaryFile.In(folder), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GiqaException($"cannot write {path}: {Explain(e, path)}", e);
        }
    }

    private static void Replace(string place, Action<Stream> write)
    {
        var temporary = TemporaryFile.In(Path.GetDirectoryName(place)!);
        try
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, place, overwrite: true);
        }
        finally
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }

    /// <summary>Into a pipe or device, once the content is whole: writers may seek, pipes cannot.</summary>
    private static void WriteTo(string place, Action<Stream> write)
    {
        using var content = new FileStream(TemporaryFile.In(Path.GetTempPath()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        write(content);
        content.Position = 0;

        // Opening a pipe waits until another program reads from it.
        var opening = Task.Run(() => new FileStream(place, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0));
        if (!((IAsyncResult)opening).AsyncWaitHandle.WaitOne(PatienceForReader))
        {
            throw new IOException($"no program has read from this pipe for {PatienceForReader.TotalSeconds:0} seconds");
        }

        using var target = opening.GetAwaiter().GetResult();
        content.CopyTo(target);
    }

    /// <summary>The destination itself: the end of a chain of links, whether or not the file exists.</summary>
    private static string Follow(string full) =>
        new FileInfo(full) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : full;

    private static string WhyNot(FileKind kind) => kind == FileKind.Folder ? "it is a folder; name a file in it" : "it is a socket; name a file";

    private static string Explain(Exception exception, string path) => LacksRoom(exception) ? NoRoom
        : exception is UnauthorizedAccessException ? $"there is no permission to write into {Path.GetDirectoryName(Path.GetFullPath(path))}"
        : exception.Message.Contains(".tmp", StringComparison.Ordinal) ? $"no file can be made in {Path.GetDirectoryName(Path.GetFullPath(path))}" : exception.Message;
}
