namespace Giqa.Images;

/// <summary>A numbered list of images in stable order: the order of their names, or of their rows in an array.</summary>
/// <remarks>All members may be called from several threads at once.</remarks>
public interface IImageSource : IDisposable
{
    /// <summary>How many images there are, including unreadable ones.</summary>
    int Count { get; }

    /// <summary>The name of an image, unique within the source: a path relative to the folder, an archive entry, a row number.</summary>
    string GetName(int index);

    /// <summary>The path of the image's file, or null if it is inside an archive or an array.</summary>
    /// <value>Default null.</value>
    string? GetPath(int index) => null;

    /// <summary>What the folders and archives hold besides images.</summary>
    internal PassedOver PassedOver => PassedOver.Nothing;

    /// <summary>Reads the bytes of one image.</summary>
    /// <exception cref="ImageException">The bytes cannot be read, or are more than the limit.</exception>
    ImageContent Read(int index);

    /// <summary>Closes what is open; by default nothing is open between two reads.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA1816", Justification = "An interface has no finalizer to suppress.")]
    void IDisposable.Dispose()
    {
    }
}
