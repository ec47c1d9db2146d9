using Giqa.Images;
using Giqa.Storage;

namespace Giqa.Web.Live;

/// <summary>Reads files of one folder only: whatever links and <c>..</c> lead to, the opened file must be below it.</summary>
internal sealed class ContainedFile
{
    private const int MostLinks = 40;
    private const string Descriptors = "/proc/self/fd";

    private readonly string _root;
    private readonly long _maxBytes;

    /// <summary>Prepares to read below a folder.</summary>
    /// <param name="root">The folder; it may itself be reached by links.</param>
    /// <param name="maxBytes">The most bytes of a file.</param>
    internal ContainedFile(string root, long maxBytes) =>
        (_root, _maxBytes) = (Path.TrimEndingDirectorySeparator(Resolve(Path.GetFullPath(root), MostLinks)) + Path.DirectorySeparatorChar, maxBytes);

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="ImageException">It is outside, is too large, or cannot be read.</exception>
    internal ImageContent Read(string path)
    {
        try
        {
            using var file = RegularFile.OpenRead(path);

            // Where the system supports it, the location is that of the opened file: a path may change between check and opening.
            if (!PlaceOf(file, path).StartsWith(_root, StringComparison.Ordinal))
            {
                throw new ImageException(ImageFault.Unreadable, "it is outside the opened folder");
            }

            if (file.Length > _maxBytes)
            {
                throw new ImageException(ImageFault.TooLarge, $"{file.Length} bytes are more than the {_maxBytes} allowed");
            }

            var bytes = GC.AllocateUninitializedArray<byte>((int)Math.Min(file.Length, Array.MaxLength));
            return ImageContent.FromFile(bytes.AsMemory(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)));
        }
        catch (NotRegularFileException e)
        {
            throw new ImageException(ImageFault.Unsupported, $"it is {e.Kind}, and only regular files are read", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImageException(ImageFault.Unreadable, e is FileNotFoundException or DirectoryNotFoundException ? "the file does not exist" : e.Message, e);
        }
    }

    private static string PlaceOf(FileStream file, string path)
    {
        var descriptor = Path.Join(Descriptors, file.SafeFileHandle.DangerousGetHandle().ToString(System.Globalization.CultureInfo.InvariantCulture));
        return new FileInfo(descriptor).LinkTarget ?? Resolve(Path.GetFullPath(path), MostLinks);
    }

    private static string Resolve(string path, int links)
    {
        if (links == 0)
        {
            throw new IOException($"too many links in {path}");
        }

        var real = Path.GetPathRoot(path)!;
        foreach (var part in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Join(real, part);
            if (new FileInfo(real).LinkTarget is { } target)
            {
                real = Resolve(Path.GetFullPath(target, Path.GetDirectoryName(real)!), links - 1);
            }
        }

        return real;
    }
}
