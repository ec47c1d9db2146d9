using Giqa.Images;
using Giqa.Training.Torch;

namespace Giqa.Training.Data;

/// <summary>All images of a source in memory, at one size: a byte for each value, C x H x W for each image.</summary>
/// <remarks>Immutable; safe to share between threads, except that <see cref="Batch"/> belongs on the <see cref="TrainingThread"/>.</remarks>
internal sealed class ImageTensors
{
    private readonly byte[][] _images;

    private ImageTensors(byte[][] images, int[] rows, int channels, int size, IReadOnlyList<UnreadableImage> unreadable) =>
        (_images, Rows, Channels, Size, Unreadable) = (images, rows, channels, size, unreadable);

    /// <summary>How many images there are; not counting those that could not be read.</summary>
    public int Count => _images.Length;

    /// <summary>1 for grey, 3 for RGB.</summary>
    public int Channels { get; }

    /// <summary>The side of the square images in pixels.</summary>
    public int Size { get; }

    /// <summary>The number in the source of each image.</summary>
    public IReadOnlyList<int> Rows { get; }

    /// <summary>What was left out, in the order of the source.</summary>
    public IReadOnlyList<UnreadableImage> Unreadable { get; }

    /// <summary>Reads, decodes and resizes a whole source.</summary>
    /// <param name="source">The images.</param>
    /// <param name="options">Size, colour and so on.</param>
    /// <param name="progress">Receives the number of images done.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="GiqaException">No image can be read.</exception>
    public static ImageTensors Load(IImageSource source, ImageTensorOptions options, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        var images = new byte[]?[source.Count];
        var faults = SourceReading.Run(source, options.Decode, options.Threads, (index, image) => images[index] = ImagePlanes.Prepare(image, options), progress, cancellationToken);
        var rows = Enumerable.Range(0, images.Length).Where(index => images[index] is not null).ToArray();
        if (rows.Length == 0)
        {
            throw new GiqaException($"none of the {images.Length} images can be read ({faults[0]!.Name}: {faults[0]!.Reason}); training needs at least one");
        }

        return new ImageTensors([.. images.OfType<byte[]>()], rows, options.Grey ? 1 : 3, options.Size, [.. faults.OfType<UnreadableImage>()]);
    }

    /// <summary>The bytes of one image, C x H x W.</summary>
    public ReadOnlySpan<byte> Pixels(int image) => _images[image];

    /// <summary>Some images as floats in [-1, 1]: 0 becomes -1, 255 becomes 1.</summary>
    /// <param name="images">Their numbers here; the same one may occur several times.</param>
    /// <param name="augmentation">Changes to make at random; null for none.</param>
    /// <param name="seed">Determines these changes, together with the position in the batch.</param>
    /// <returns>N x C x H x W on the CPU.</returns>
    public Tensor Batch(ReadOnlySpan<int> images, Augmentation? augmentation = null, ulong seed = 0)
    {
        var length = Channels * Size * Size;
        var values = GC.AllocateUninitializedArray<float>(checked(images.Length * length));
        for (var i = 0; i < images.Length; i++)
        {
            var destination = values.AsSpan(i * length, length);
            if (augmentation is null)
            {
                ImagePlanes.Scale(_images[images[i]], destination);
            }
            else
            {
                augmentation.Apply(_images[images[i]], Channels, Size, Seeds.Of(seed, i), destination);
            }
        }

        return Tensor.From(values, images.Length, Channels, Size, Size);
    }
}

/// <summary>How images become training data.</summary>
internal sealed record ImageTensorOptions
{
    /// <summary>The side of the square images in pixels.</summary>
    /// <value>At least 4.</value>
    public required int Size { get; init => field = value >= 4 ? value : throw new ArgumentOutOfRangeException(nameof(Size), value, "must be at least 4"); }

    /// <summary>One channel of luminance (ITU-R 601, as PIL's <c>convert("L")</c>) instead of red, green and blue.</summary>
    /// <value>Default false.</value>
    public bool Grey { get; init; }

    /// <summary>Cut images that are not square to their central square; stretch them otherwise.</summary>
    /// <value>Default true.</value>
    public bool CropToSquare { get; init; } = true;

    /// <summary>One of the 8-bit modes.</summary>
    /// <value>Default <see cref="ResizeMode.PilLanczos"/>.</value>
    public ResizeMode Resize { get; init; } = ResizeMode.PilLanczos;

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
