namespace Giqa.Images.Inputs;

/// <summary>Rows inflated from a compressed stream, held once, in blocks that are made as the bytes arrive.</summary>
internal sealed class MemoryRows : IPixelRows
{
    private const int BlockBytes = 16 << 20;

    private readonly List<byte[]> _blocks = [];
    private readonly int _rowBytes;
    private readonly int _rowsPerBlock;

    /// <summary>Reads the rows.</summary>
    /// <param name="stream">Positioned at the first row; what follows the last one is left unread.</param>
    /// <param name="shape">How many rows, and how long.</param>
    /// <param name="limit">How many of them, and its file's name for messages.</param>
    /// <exception cref="GiqaException">The stream ends too early.</exception>
    internal MemoryRows(Stream stream, ArrayShape shape, InflationLimit limit)
    {
        _rowBytes = shape.RowBytes;
        _rowsPerBlock = Math.Max(1, BlockBytes / _rowBytes);
        Count = limit.RowsOf(shape);
        for (var left = Count; left > 0; left -= Math.Min(left, _rowsPerBlock))
        {
            var block = GC.AllocateUninitializedArray<byte>(Math.Min(_rowsPerBlock, left) * _rowBytes);
            var read = stream.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
            if (read < block.Length)
            {
                throw new GiqaException($"{limit.Path}: the header announces {shape.Count} images, but the data end in number {Count - left + (read / _rowBytes)}");
            }

            _blocks.Add(block);
        }
    }

    /// <summary>The rows that were read.</summary>
    internal int Count { get; }

    public ReadOnlyMemory<byte> Read(int index) =>
        _blocks[index / _rowsPerBlock].AsMemory(index % _rowsPerBlock * _rowBytes, _rowBytes);

    public void Dispose() => _blocks.Clear();
}
