using Giqa.Storage;

namespace Giqa.Images.Inputs;

/// <summary>Images that are separate files.</summary>
internal sealed class FileSource(string[] names, string[] paths, long maxFileBytes) : IImageSource
{
    public int Count => names.Length;

    public PassedOver PassedOver { get; init; } = PassedOver.Nothing;

    public string GetName(int index) => names[index];

    public string? GetPath(int index) => paths[index];

    public ImageContent Read(int index)
    {
        try
        {
            using var file = RegularFile.OpenHandle(paths[index]);
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
