namespace Giqa.Images.Inputs;

/// <summary>How much of a compressed array is inflated: what its range asks for, and no more than a file of its size can honestly hold.</summary>
internal readonly struct InflationLimit
{
    private const int HonestRatio = 16;

    private readonly string _path;
    private readonly int? _rows;
    private readonly long _bytes;

    /// <param name="input">The input with its range.</param>
    /// <param name="compressedBytes">What the compressed array takes on disk.</param>
    /// <param name="options">Their limit of bytes is allowed to any array, however small its file.</param>
    internal InflationLimit(InputSpecification input, long compressedBytes, DecodeOptions options) =>
        (_path, _rows, _bytes) = (input.Path, input.To, Math.Max(options.MaxFileBytes, HonestRatio * compressedBytes));

    /// <summary>The input's path, for messages.</summary>
    internal string Path => _path;

    /// <summary>How many rows are needed.</summary>
    /// <exception cref="GiqaException">They are more bytes than are allowed.</exception>
    internal int RowsOf(ArrayShape shape)
    {
        var rows = Math.Min(shape.Count, _rows ?? shape.Count);
        var bytes = (long)rows * shape.RowBytes;
        return bytes <= _bytes
            ? rows
            : throw new GiqaException($"{_path}: {rows} images of {shape.Width} x {shape.Height} pixels inflate to {bytes} bytes, more than the {_bytes} allowed: take a range ({_path}:0..1000), save the array without compression as .npy, or allow more with --max-file-size");
    }
}
