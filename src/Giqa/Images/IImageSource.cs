namespace Giqa.Images;

/// <summary>A numbered list of images in stable order: the order of their names, or of their rows in an array.</summary>
/// <remarks>All members may be called from several threads at once.</remarks>
public interface IImageSource : IDisposable
{
    /// <summary>How many images there are, those that will turn out unreadable included.</summary>
    int Count { get; }

    /// <summary>The name of an image, unique within the source: a path relative to the folder, an archive entry, a row number.</summary>
    string GetName(int index);

    /// <summary>The path of the image's own file, or null when it lives inside an archive or an array.</summary>
    string? GetPath(int index);

    /// <summary>What the folders and archives hold beside their images.</summary>
    PassedOver PassedOver => PassedOver.Nothing;

    /// <summary>Reads the bytes of one image.</summary>
    /// <exception cref="ImageException">The bytes cannot be read, or are more than the limit.</exception>
    ImageContent Read(int index);
}
