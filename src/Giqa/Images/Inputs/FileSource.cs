using Giqa.Storage;

namespace Giqa.Images.Inputs;

/// <summary>Images that are separate files.</summary>
/// <param name="names">The images' names.</param>
/// <param name="paths">Their files.</param>
/// <param name="maxFileBytes">The most bytes that are read.</param>
/// <param name="versions">The files as they are to be; null where nobody has asked.</param>
internal sealed class FileSource(string[] names, string[] paths, long maxFileBytes, FileVersion?[]? versions = null) : IListedSource
{
    /// <summary>On a network each file is a question, and several can be asked at once.</summary>
    private const int AskedAtOnce = 8;

    private readonly Lock _gate = new();
    private FileVersion?[]? _versions = versions;

    public int Count => names.Length;

    public PassedOver PassedOver { get; init; } = PassedOver.Nothing;

    public string GetName(int index) => names[index];

    public string? GetPath(int index) => paths[index];

    public string VersionOf(int index) => FileVersion.TextOf(Versions()[index]);

    public void WriteTo(BinaryWriter writer, int start, int count) =>
        ListedParts.WriteFiles(writer, names.AsSpan(start, count), paths.AsSpan(start, count), Versions().AsSpan(start, count));

    public ImageContent Read(int index)
    {
        try
        {
            using var file = RegularFile.OpenHandle(paths[index]);
            if (_versions is { } known && known[index] != FileVersion.Of(file))
            {
                throw InputException.Changed(paths[index]);
            }

            var length = RandomAccess.GetLength(file);
            return length > maxFileBytes
                ? throw new ImageException(ImageFault.TooLarge, $"{length} bytes are more than the {maxFileBytes} allowed")
                : Content(RegularFile.ReadAllBytes(file));
        }
        catch (NotRegularFileException e)
        {
            throw new ImageException(ImageFault.Unsupported, $"it is {e.Kind}, and only regular files are read{(e.IsFolder ? ": give it as a separate INPUT" : string.Empty)}", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            if (_versions?[index] is not null)
            {
                throw InputException.Changed(paths[index]);
            }

            throw new ImageException(ImageFault.Unreadable, $"the file does not exist{Hint(paths[index])}", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ImageException(ImageFault.Unreadable, "there is no permission to read the file", e);
        }
        catch (IOException e)
        {
            throw new ImageException(ImageFault.Unreadable, e.Message, e);
        }
    }

    /// <summary>All files as they are when this is first asked; from then on they are read as such or not at all.</summary>
    private FileVersion?[] Versions()
    {
        lock (_gate)
        {
            if (_versions is null)
            {
                var found = new FileVersion?[paths.Length];
                _ = Parallel.For(0, paths.Length, new ParallelOptions { MaxDegreeOfParallelism = AskedAtOnce }, i => found[i] = FileVersion.Of(paths[i]));
                _versions = found;
            }

            return _versions;
        }
    }

    /// <summary>What a list may have meant by a path that does not exist.</summary>
    private static string Hint(string path)
    {
        if (path.Contains('\\', StringComparison.Ordinal) && RegularFile.IsNoFolder(path.Replace('\\', '/')))
        {
            return "; with / instead of \\ it does";
        }

        return path.LastIndexOfAny([' ', '\t', ',', ';']) is var end and > 0 && RegularFile.IsNoFolder(path[..end].TrimEnd())
            ? $"; {Path.GetFileName(path[..end].TrimEnd())} does: a line holds only a path, without a label"
            : string.Empty;
    }

    private static ImageContent Content(byte[] bytes) => Containers.NameOf(bytes) is { } container
        ? throw new ImageException(ImageFault.Unsupported, $"it is {container}, not an image: give it as a separate INPUT")
        : ImageContent.FromFile(bytes);
}
