namespace Giqa.Images;

/// <summary>A decoded image: 8-bit RGB, interleaved, rows from the top, without padding.</summary>
/// <remarks>Safe to share between threads as long as <see cref="Pixels"/> is not written to.</remarks>
public sealed class RgbImage
{
    /// <summary>Wraps pixels without copying them.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="pixels">Exactly <c>3 * width * height</c> bytes, R G B of the top left pixel first.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the buffer's length does not fit.</exception>
    public RgbImage(int width, int height, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels.LongLength, 3L * width * height, nameof(pixels));
        Width = width;
        Height = height;
        Pixels = pixels;
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The pixels, <c>3 * Width * Height</c> bytes.</summary>
    public byte[] Pixels { get; }
}
