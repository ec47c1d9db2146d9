using System.Runtime.InteropServices;

namespace Giqa.Numerics;

/// <summary>
/// Memory straight from Linux: pages that are zero, exist when they are first touched, and go back when they are freed. The C
/// library keeps freed blocks of some megabytes for every thread that ever asked for one.
/// </summary>
internal static unsafe partial class AnonymousPages
{
    private const int ReadAndWrite = 1 | 2;
    private const int PrivateAnonymous = 0x02 | 0x20;
    private const int InHugePages = 14;

    internal static bool AreSupported => OperatingSystem.IsLinux();

    /// <exception cref="InsufficientMemoryException">There is not so much.</exception>
    internal static void* Take(nuint bytes)
    {
        var pages = Map(0, bytes, ReadAndWrite, PrivateAnonymous, -1, 0);
        return pages != -1 ? (void*)pages : throw new InsufficientMemoryException($"{bytes} bytes of working memory were refused by the system");
    }

    /// <summary>Asks for pages of 2 MiB, which every part of the memory then takes as a whole: for what is filled from end to end, far apart at a time.</summary>
    internal static void Enlarge(void* pages, nuint bytes) => _ = Advise((nint)pages, bytes, InHugePages);

    internal static void Free(void* pages, nuint bytes) => _ = Unmap((nint)pages, bytes);

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}
