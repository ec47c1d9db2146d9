using System.Globalization;

namespace Giqa.Images.Inputs;

/// <summary>Images that are rows of an array, named by their zero-padded numbers.</summary>
internal sealed class ArraySource(string prefix, ArrayShape shape, IPixelRows rows) : IImageSource
{
    private const int MinimumDigits = 5;

    private readonly string _format = $"D{Math.Max(MinimumDigits, (shape.Count - 1).ToString(CultureInfo.InvariantCulture).Length)}";

    public int Count => shape.Count;

    public string GetName(int index)
    {
        Check(index);
        return prefix + index.ToString(_format, CultureInfo.InvariantCulture);
    }

    public ImageContent Read(int index)
    {
        Check(index);
        return ImageContent.FromPixels(rows.Read(index), shape.Width, shape.Height, shape.Channels);
    }

    public void Dispose() => rows.Dispose();

    private void Check(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, shape.Count);
    }
}

/// <summary>The shape of an array of images.</summary>
internal readonly record struct ArrayShape(int Count, int Height, int Width, int Channels)
{
    /// <summary>Bytes per image; known to fit into an integer.</summary>
    internal int RowBytes => Height * Width * Channels;

    /// <summary>Interprets the axes of an array.</summary>
    /// <param name="axes">N x H x W or N x H x W x C.</param>
    /// <param name="options">Its limit of pixels holds for one image.</param>
    /// <exception cref="GiqaException">The axes are not those of images, or one image is too large.</exception>
    internal static ArrayShape Of(ReadOnlySpan<int> axes, DecodeOptions options)
    {
        var described = $"({string.Join(", ", axes.ToArray())})";
        if (axes.Length is not (3 or 4) || (axes.Length == 4 && axes[3] is not (1 or 3 or 4)))
        {
            throw new GiqaException($"an array of shape {described} does not hold images; it must be N x H x W or N x H x W x C with C = 1, 3 or 4{(axes.Length == 4 && axes[1] is 1 or 3 ? ": transpose it with .transpose(0, 2, 3, 1)" : string.Empty)}");
        }

        var channels = axes.Length == 4 ? axes[3] : 1;
        if (axes[0] < 1 || axes[1] < 1 || axes[2] < 1)
        {
            throw new GiqaException($"an array of shape {described} holds no images");
        }

        var pixels = (long)axes[1] * axes[2];
        return pixels > options.MaxPixels || pixels > Array.MaxLength / channels
            ? throw new GiqaException($"images of {axes[2]} x {axes[1]} pixels are larger than the {options.MaxPixels} pixels allowed")
            : new ArrayShape(axes[0], axes[1], axes[2], channels);
    }
}

/// <summary>The rows of an array of bytes, one image each. May be read from several threads at once.</summary>
internal interface IPixelRows : IDisposable
{
    /// <summary>The bytes of one row.</summary>
    /// <exception cref="ImageException">The row cannot be read.</exception>
    ReadOnlyMemory<byte> Read(int index);
}
