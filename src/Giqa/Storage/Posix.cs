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

    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int NoControllingTerminal = 0x100;

    private const int CurrentFolder = -100;
    private const int EmptyPath = 0x1000;
    private const int NoFollow = 0x100;
    private const uint BasicMembers = 0x7FF;
    private const int StatusBytes = 256;
    private const int ModeOffset = 28;

    private const int LongestPath = 4096;

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

    /// <summary>Opens a file for reading; never waits for somebody to write to it.</summary>
    internal static SafeFileHandle Open(string path)
    {
        fixed (byte* name = BytesOf(path))
        {
            var file = OpenFile(name, NonBlocking | CloseOnExec | NoControllingTerminal);
            return file >= 0 ? new SafeFileHandle(file, ownsHandle: true) : throw Failure(path);
        }
    }

    /// <summary>The path without a link in it.</summary>
    internal static string RealPath(string path)
    {
        Span<byte> real = stackalloc byte[LongestPath];
        fixed (byte* name = BytesOf(path))
        fixed (byte* target = real)
        {
            return Resolve(name, target) != 0 ? PathText.Of(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(target)) : throw Failure(path);
        }
    }

    /// <summary>The bytes that a path stands for; where nothing is there, those of the text itself: a user may have typed a name with a backslash.</summary>
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
            NoFolder => new DirectoryNotFoundException($"'{path}' does not exist: a part of it is no folder"),
            NoAccess or NotPermitted => new UnauthorizedAccessException($"there is no permission to read '{path}'"),
            _ => new IOException($"{Marshal.GetPInvokeErrorMessage(error)}: '{path}'"),
        };
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    private static partial int OpenFile(byte* path, int flags);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static partial int Status(int folder, byte* path, int flags, uint mask, byte* status);

    [LibraryImport("libc", EntryPoint = "realpath", SetLastError = true)]
    private static partial nint Resolve(byte* path, byte* real);
}
