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

    public string? GetPath(int index)
    {
        Check(index);
        return null;
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
