using Giqa.Images;

namespace Giqa.Training.Data;

/// <summary>All images of a source in memory, at one size: a byte for each value, 3 x H x W for each image.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
internal sealed class ImageTensors
{
    private readonly byte[][] _images;

    private ImageTensors(byte[][] images, int size, IReadOnlyList<UnreadableImage> unreadable) =>
        (_images, Size, Unreadable) = (images, size, unreadable);

    /// <summary>How many images there are; not counting those that could not be read.</summary>
    public int Count => _images.Length;

    /// <summary>The side of the square images in pixels.</summary>
    public int Size { get; }

    /// <summary>What was left out, in the order of the source.</summary>
    public IReadOnlyList<UnreadableImage> Unreadable { get; }

    /// <summary>Reads, decodes and resizes a whole source.</summary>
    /// <param name="source">The images.</param>
    /// <param name="options">Size and so on.</param>
    /// <param name="progress">Receives the number of images done.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="GiqaException">No image can be read.</exception>
    public static ImageTensors Load(IImageSource source, ImageTensorOptions options, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        var images = new byte[]?[source.Count];
        var faults = SourceReading.Run(source, options.Decode, options.Threads, (index, image) => images[index] = ImagePlanes.Prepare(image, options), progress, cancellationToken);
        byte[][] readable = [.. images.OfType<byte[]>()];
        return readable.Length > 0
            ? new ImageTensors(readable, options.Size, [.. faults.OfType<UnreadableImage>()])
            : throw new GiqaException($"none of the {images.Length} images can be read ({faults[0]!.Name}: {faults[0]!.Reason}); training needs at least one");
    }

    /// <summary>The bytes of one image, 3 x H x W.</summary>
    public ReadOnlySpan<byte> Pixels(int image) => _images[image];
}

/// <summary>How images become training data: the central square, resized as PIL does with Lanczos.</summary>
internal sealed record ImageTensorOptions
{
    /// <summary>The side of the square images in pixels.</summary>
    /// <value>At least 4.</value>
    public required int Size { get; init => field = value >= 4 ? value : throw new ArgumentOutOfRangeException(nameof(Size), value, "must be at least 4"); }

    /// <summary>How files become pixels.</summary>
    /// <value>Default: orientation applied, transparency on white.</value>
    public DecodeOptions Decode { get; init; } = new();

    /// <summary>Threads that decode and resize.</summary>
    /// <value>Default: one for each processor; at least 1.</value>
    public int Threads { get; init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Threads), value, "must be at least 1"); } = Environment.ProcessorCount;
}

/// <summary>An image that was left out because it could not be read.</summary>
/// <param name="Name">Its name in the source.</param>
/// <param name="Fault">The class of the fault.</param>
/// <param name="Reason">One line.</param>
public sealed record UnreadableImage(string Name, ImageFault Fault, string Reason);
