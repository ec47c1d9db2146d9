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
            // Pipes and devices have no length and are not opened: reading them could wait for ever.
            var length = new FileInfo(paths[index]).Length;
            return length > maxFileBytes
                ? throw new ImageException(ImageFault.TooLarge, $"{length} bytes are more than the {maxFileBytes} allowed")
                : ImageContent.FromFile(length == 0 ? default : ReadBytes(paths[index], (int)Math.Min(length, Array.MaxLength)));
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

    private static ReadOnlyMemory<byte> ReadBytes(string path, int length)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(length);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        return bytes.AsMemory(0, stream.ReadAtLeast(bytes, length, throwOnEndOfStream: false));
    }
}
