using Giqa.Storage;

namespace Giqa.Images.Inputs;

/// <summary>Images that are files of their own.</summary>
internal sealed class FileSource(string[] names, string[] paths, long maxFileBytes) : IImageSource
{
    public int Count => names.Length;

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
                : ImageContent.FromFile(RegularFile.ReadAllBytes(file));
        }
        catch (NotRegularFileException e)
        {
            throw new ImageException(ImageFault.Unsupported, $"it is {e.Kind}, and only regular files are read{(e.IsFolder ? ": give it as an INPUT of its own" : string.Empty)}", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ImageException(ImageFault.Unreadable, "the file does not exist", e);
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

    public void Dispose()
    {
        // No file stays open between two reads.
    }
}
