using Giqa.Storage;

namespace Giqa.Images.Inputs;

/// <summary>Images that are objects of their own in a store.</summary>
internal sealed class RemoteSource(string[] names, RemoteFile[] files, long maxFileBytes) : IListedSource
{
    public int Count => names.Length;

    public PassedOver PassedOver { get; init; } = PassedOver.Nothing;

    public string GetName(int index) => names[index];

    public string VersionOf(int index) => files[index].Version;

    public void WriteTo(BinaryWriter writer, int start, int count) => ListedParts.WriteObjects(writer, names.AsSpan(start, count), files.AsSpan(start, count));

    public ImageContent Read(int index)
    {
        var file = files[index];
        var most = Math.Min(maxFileBytes, Array.MaxLength);
        if (file.Length > most)
        {
            throw new ImageException(ImageFault.TooLarge, $"{file.Length} bytes are more than the {most} allowed");
        }

        try
        {
            var bytes = GC.AllocateUninitializedArray<byte>((int)file.Length);
            RemoteFiles.Read(file.Url, 0, bytes);
            return ImageContent.FromFile(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImageException(ImageFault.Unreadable, e.Message, e);
        }
    }
}
