using Giqa.Storage;

namespace Giqa.Images.Inputs;

/// <summary>Images inside a .tar archive, each read directly from its position, so that threads do not wait for each other.</summary>
/// <param name="path">The archive.</param>
/// <param name="version">What tells it from other versions of it.</param>
/// <param name="names">The images' names.</param>
/// <param name="images">Where they are.</param>
/// <param name="maxFileBytes">The most bytes that are read.</param>
internal sealed class TarSource(string path, string version, string[] names, TarImage[] images, long maxFileBytes) : IListedSource
{
    public int Count => names.Length;

    public PassedOver PassedOver { get; init; } = PassedOver.Nothing;

    public string GetName(int index) => names[index];

    public string VersionOf(int index) => version;

    public void WriteTo(BinaryWriter writer, int start, int count) => ListedParts.WriteArchive(writer, path, version, names.AsSpan(start, count), images.AsSpan(start, count));

    public ImageContent Read(int index)
    {
        var image = images[index];
        if (image.Fault is { } fault)
        {
            throw new ImageException(fault, image.Detail!);
        }

        var most = Math.Min(maxFileBytes, Array.MaxLength);
        if (image.Length > most)
        {
            throw new ImageException(ImageFault.TooLarge, $"the archive's entry has {image.Length} bytes, more than the {most} allowed");
        }

        try
        {
            if (RemoteFiles.IsRemote(path))
            {
                var content = GC.AllocateUninitializedArray<byte>((int)image.Length);
                RemoteFiles.Read(path, image.Offset, content);
                return ImageContent.FromFile(content);
            }

            // Opened for each image: of ten thousand shards not all can be open at once.
            using var file = RegularFile.OpenHandle(path);
            var bytes = GC.AllocateUninitializedArray<byte>((int)image.Length);
            for (int done = 0, read; done < bytes.Length; done += read)
            {
                read = RandomAccess.Read(file, bytes.AsSpan(done), image.Offset + done);
                if (read == 0)
                {
                    throw new ImageException(ImageFault.Truncated, "the archive became shorter while it was read");
                }
            }

            return ImageContent.FromFile(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImageException(ImageFault.Unreadable, e.Message, e);
        }
    }
}

/// <summary>Where an image is in an archive, or why it cannot be read.</summary>
/// <param name="Offset">Its first byte.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="Fault">What is wrong with it; null if nothing is known to be.</param>
/// <param name="Detail">One line on the fault.</param>
internal readonly record struct TarImage(long Offset, long Length, ImageFault? Fault = null, string? Detail = null)
{
    internal void WriteTo(BinaryWriter writer)
    {
        writer.Write(Offset);
        writer.Write(Length);
        writer.Write(Fault is { } fault ? (int)fault : -1);
        writer.Write(Detail ?? string.Empty);
    }

    internal static TarImage Read(BinaryReader reader)
    {
        var (offset, length, fault, detail) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt32(), reader.ReadString());
        return new TarImage(offset, length, fault < 0 ? null : (ImageFault)fault, fault < 0 ? null : detail);
    }
}
