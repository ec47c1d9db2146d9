namespace Giqa.Images.Inputs;

/// <summary>How much of a compressed array is inflated: what its range requires, and no more than a file of its size can plausibly hold.</summary>
internal readonly struct InflationLimit
{
    private const int HonestRatio = 16;

    private readonly string _path;
    private readonly int? _rows;
    private readonly long _bytes;

    /// <param name="input">The input with its range.</param>
    /// <param name="compressedBytes">The size of the compressed array on disk.</param>
    /// <param name="options">Any array may have up to their limit of bytes, however small its file.</param>
    internal InflationLimit(InputSpecification input, long compressedBytes, DecodeOptions options) =>
        (_path, _rows, _bytes) = (input.Path, input.To, Math.Max(options.MaxFileBytes, HonestRatio * compressedBytes));

    /// <summary>The input's path, for messages.</summary>
    internal string Path => _path;

    /// <summary>How many rows are needed.</summary>
    /// <exception cref="GiqaException">They exceed the bytes allowed.</exception>
    internal int RowsOf(ArrayShape shape)
    {
        var rows = Math.Min(shape.Count, _rows ?? shape.Count);
        var bytes = (long)rows * shape.RowBytes;
        return bytes <= _bytes
            ? rows
            : throw new GiqaException($"{_path}: {rows} images of {shape.Width} x {shape.Height} pixels inflate to {bytes} bytes, more than the {_bytes} allowed: use a range ({_path}:0..1000), save the array without compression as .npy, or allow more with --max-file-size");
    }
}
