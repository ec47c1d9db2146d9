using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Giqa.Storage;

/// <summary>Linux's own calls on files, where .NET's would wait for a pipe or lose bytes of a name.</summary>
/// <remarks>Paths are <see cref="PathText"/>. Failures are the exceptions that .NET's own methods throw.</remarks>
[SupportedOSPlatform("linux")]
internal static unsafe partial class Posix
{
    private const int NoSuchEntry = 2;
    private const int NoAccess = 13;
    private const int NotPermitted = 1;
    private const int NoFolder = 20;
    private const int OtherDevice = 18;
    private const int TooManyLinks = 40;

    private const int MaySearch = 1;
    private const int MayWrite = 2;

    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int NoControllingTerminal = 0x100;

    private const int WriteOnly = 1;
    private const int CreateIfMissing = 0x40;
    private const int Truncate = 0x200;
    private const uint OrdinaryFile = 0x1B6; // 666, less the umask
    private const uint OrdinaryFolder = 0x1FF; // 777, less the umask

    private const int CurrentFolder = -100;
    private const int EmptyPath = 0x1000;
    private const int NoFollow = 0x100;
    private const uint BasicMembers = 0x7FF;
    private const int StatusBytes = 256;
    private const int ModeOffset = 28;
    private const int NumberOffset = 32;
    private const int LengthOffset = 40;
    private const int WrittenOffset = 112;
    private const int WrittenFractionOffset = 120;
    private const int DeviceOffset = 136;

    private const int LongestPath = 4096;

    // Of the C library's entries of folders on 64-bit systems.
    private const int EntryKindOffset = 18;
    private const int EntryNameOffset = 19;

    /// <summary>What a path names, links followed unless asked otherwise.</summary>
    internal static FileKind KindOf(string path, bool followLinks = true)
    {
        Span<byte> status = stackalloc byte[StatusBytes];
        fixed (byte* name = BytesOf(path))
        fixed (byte* target = status)
        {
            return Status(CurrentFolder, name, followLinks ? 0 : NoFollow, BasicMembers, target) == 0 ? KindOf(status) : FileKind.Missing;
        }
    }

    /// <summary>The device and the number of the file that a path names, or null when there is none.</summary>
    internal static (ulong Device, ulong Number)? NumberOf(string path, bool followLinks)
    {
        Span<byte> status = stackalloc byte[StatusBytes];
        fixed (byte* name = BytesOf(path))
        fixed (byte* target = status)
        {
            return Status(CurrentFolder, name, followLinks ? 0 : NoFollow, BasicMembers, target) == 0
                ? (MemoryMarshal.Read<ulong>(status[DeviceOffset..]), MemoryMarshal.Read<ulong>(status[NumberOffset..]))
                : null;
        }
    }

    /// <summary>Length and date of the file that a path names, links followed; null when there is none.</summary>
    internal static FileVersion? VersionOf(string path)
    {
        Span<byte> status = stackalloc byte[StatusBytes];
        fixed (byte* name = BytesOf(path))
        fixed (byte* target = status)
        {
            return Status(CurrentFolder, name, 0, BasicMembers, target) == 0
                ? new FileVersion(
                    MemoryMarshal.Read<long>(status[LengthOffset..]),
                    DateTime.UnixEpoch.Ticks + (MemoryMarshal.Read<long>(status[WrittenOffset..]) * TimeSpan.TicksPerSecond) + (MemoryMarshal.Read<uint>(status[WrittenFractionOffset..]) / TimeSpan.NanosecondsPerTick))
                : null;
        }
    }

    /// <summary>Whether entries of a folder may be made and removed.</summary>
    internal static bool CanChange(string folder)
    {
        fixed (byte* name = BytesOf(folder))
        {
            return Access(name, MayWrite | MaySearch) == 0;
        }
    }

    /// <summary>What is open.</summary>
    internal static FileKind KindOf(SafeFileHandle file)
    {
        Span<byte> status = stackalloc byte[StatusBytes];
        byte none = 0;
        fixed (byte* target = status)
        {
            return Status((int)file.DangerousGetHandle(), &none, EmptyPath, BasicMembers, target) == 0 ? KindOf(status) : FileKind.Missing;
        }
    }

    /// <summary>Opens a file for reading; never waits for a writer.</summary>
    internal static SafeFileHandle Open(string path)
    {
        fixed (byte* name = BytesOf(path))
        {
            var file = OpenFile(name, NonBlocking | CloseOnExec | NoControllingTerminal);
            return file >= 0 ? new SafeFileHandle(file, ownsHandle: true) : throw Failure(path);
        }
    }

    /// <summary>What a folder holds, in no order; links are links.</summary>
    internal static List<(string Name, FileKind Kind)> List(string folder)
    {
        nint stream;
        fixed (byte* name = BytesOf(folder))
        {
            stream = OpenFolder(name);
        }

        if (stream == 0)
        {
            throw Failure(folder);
        }

        try
        {
            var entries = new List<(string, FileKind)>();
            for (byte* entry; (entry = (byte*)ReadFolder(stream)) != null;)
            {
                var bytes = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + EntryNameOffset);
                if (!bytes.SequenceEqual("."u8) && !bytes.SequenceEqual(".."u8))
                {
                    var name = PathText.Of(bytes);
                    entries.Add((name, KindOfEntry(entry[EntryKindOffset]) ?? KindOf($"{folder}/{name}", followLinks: false)));
                }
            }

            return Marshal.GetLastPInvokeError() == 0 ? entries : throw Failure(folder);
        }
        finally
        {
            _ = CloseFolder(stream);
        }
    }

    /// <summary>Makes a file, or empties it, and opens it for writing.</summary>
    internal static SafeFileHandle Create(string path)
    {
        fixed (byte* name = PathText.ToBytes(path))
        {
            var file = MakeFile(name, WriteOnly | CreateIfMissing | Truncate | CloseOnExec, OrdinaryFile);
            return file >= 0 ? new SafeFileHandle(file, ownsHandle: true) : throw Failure(path);
        }
    }

    /// <summary>Makes one folder, unless it is there.</summary>
    internal static void MakeFolder(string path)
    {
        fixed (byte* name = PathText.ToBytes(path))
        {
            if (MakeFolder(name, OrdinaryFolder) != 0 && KindOf(path) != FileKind.Folder)
            {
                throw Failure(path);
            }
        }
    }

    /// <summary>Renames a file within one file system, replacing another.</summary>
    /// <returns>False when the two places are of different file systems.</returns>
    internal static bool TryRename(string from, string to)
    {
        fixed (byte* old = PathText.ToBytes(from))
        fixed (byte* name = PathText.ToBytes(to))
        {
            return Rename(old, name) == 0 || (Marshal.GetLastPInvokeError() == OtherDevice ? false : throw Failure(to));
        }
    }

    internal static void Link(string target, string path)
    {
        fixed (byte* text = PathText.ToBytes(target))
        fixed (byte* name = PathText.ToBytes(path))
        {
            if (SymbolicLink(text, name) != 0)
            {
                throw Failure(path);
            }
        }
    }

    /// <summary>Removes a file; it is not an error if there is none.</summary>
    internal static void Delete(string path)
    {
        fixed (byte* name = PathText.ToBytes(path))
        {
            if (Unlink(name) != 0 && Marshal.GetLastPInvokeError() != NoSuchEntry)
            {
                throw Failure(path);
            }
        }
    }

    /// <summary>The path without links.</summary>
    internal static string RealPath(string path)
    {
        Span<byte> real = stackalloc byte[LongestPath];
        fixed (byte* name = BytesOf(path))
        fixed (byte* target = real)
        {
            return Resolve(name, target) != 0 ? PathText.Of(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(target)) : throw Failure(path);
        }
    }

    /// <summary>The bytes that a path represents; if nothing is there, those of the text itself: a user may have typed a name with a backslash.</summary>
    private static byte[] BytesOf(string path)
    {
        var bytes = PathText.ToBytes(path);
        if (!PathText.HasSequence(path))
        {
            return bytes;
        }

        byte* status = stackalloc byte[StatusBytes];
        fixed (byte* name = bytes)
        {
            return Status(CurrentFolder, name, NoFollow, BasicMembers, status) == 0 ? bytes : PathText.ToBytes(PathText.OfLiteral(path));
        }
    }

    /// <summary>Null if the file system does not say.</summary>
    private static FileKind? KindOfEntry(byte kind) => kind switch
    {
        8 => FileKind.Regular,
        4 => FileKind.Folder,
        10 => FileKind.Link,
        1 => FileKind.Pipe,
        12 => FileKind.Socket,
        0 => null,
        _ => FileKind.Device,
    };

    private static FileKind KindOf(ReadOnlySpan<byte> status) => (MemoryMarshal.Read<ushort>(status[ModeOffset..]) & 0xF000) switch
    {
        0x8000 => FileKind.Regular,
        0x4000 => FileKind.Folder,
        0xA000 => FileKind.Link,
        0x1000 => FileKind.Pipe,
        0xC000 => FileKind.Socket,
        _ => FileKind.Device,
    };

    private static Exception Failure(string path)
    {
        var error = Marshal.GetLastPInvokeError();
        return error switch
        {
            NoSuchEntry => new FileNotFoundException($"'{path}' does not exist"),
            NoFolder => new DirectoryNotFoundException($"'{path}' does not exist: a part of it is not a folder"),
            TooManyLinks => new IOException($"the links of '{path}' lead in a circle"),
            NoAccess or NotPermitted => new UnauthorizedAccessException($"there is no permission for '{path}'"),
            _ => new IOException($"{Marshal.GetPInvokeErrorMessage(error)}: '{path}'"),
        };
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    private static partial int OpenFile(byte* path, int flags);

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true)]
    private static partial int Access(byte* path, int mode);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static partial int Status(int folder, byte* path, int flags, uint mask, byte* status);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    private static partial int MakeFile(byte* path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true)]
    private static partial int MakeFolder(byte* path, uint mode);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true)]
    private static partial int Rename(byte* from, byte* to);

    [LibraryImport("libc", EntryPoint = "symlink", SetLastError = true)]
    private static partial int SymbolicLink(byte* target, byte* path);

    [LibraryImport("libc", EntryPoint = "unlink", SetLastError = true)]
    private static partial int Unlink(byte* path);

    [LibraryImport("libc", EntryPoint = "opendir", SetLastError = true)]
    private static partial nint OpenFolder(byte* path);

    [LibraryImport("libc", EntryPoint = "readdir", SetLastError = true)]
    private static partial nint ReadFolder(nint folder);

    [LibraryImport("libc", EntryPoint = "closedir")]
    private static partial int CloseFolder(nint folder);

    [LibraryImport("libc", EntryPoint = "realpath", SetLastError = true)]
    private static partial nint Resolve(byte* path, byte* real);
}
