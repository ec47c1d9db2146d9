namespace Giqa.Images.Inputs;

/// <summary>What the axes of an array of bytes mean, and how its rows become pictures of interleaved channels.</summary>
internal readonly record struct PictureAxes(ArrayShape Images, bool ChannelsFirst)
{
    private const int LeastSide = 8;

    /// <summary>Accepts N x H x W, N x H x W x C, N x C x H x W, or one picture of H x W x C.</summary>
    /// <exception cref="GiqaException">The axes are not those of images, or are ambiguous between one picture and several.</exception>
    internal static PictureAxes Of(int[] axes, DecodeOptions options) => axes switch
    {
        // A picture is hardly ever 1, 3 or 4 pixels wide.
        [>= LeastSide, >= LeastSide, 1 or 3 or 4] => new(ArrayShape.Of([1, .. axes], options), false),
        [3, >= LeastSide, >= LeastSide] => throw new GiqaException(
            $"an array of shape ({string.Join(", ", axes)}) can be 3 grey pictures, or one picture of 3 channels: save x[..., None] for the former, x.transpose(1, 2, 0) for the latter"),
        [_, 1 or 3 or 4, >= LeastSide, >= LeastSide] when axes[3] is not (1 or 3 or 4) => new(ArrayShape.Of([axes[0], axes[2], axes[3], axes[1]], options), true),
        _ => new(ArrayShape.Of(axes, options), false),
    };

    /// <summary>The rows with their channels interleaved.</summary>
    internal IPixelRows Order(IPixelRows rows) => ChannelsFirst && Images.Channels > 1 ? new InterleavedRows(rows, Images) : rows;

    /// <summary>Pictures that are stored as one plane per channel.</summary>
    private sealed class InterleavedRows(IPixelRows rows, ArrayShape shape) : IPixelRows
    {
        public ReadOnlyMemory<byte> Read(int index)
        {
            var planes = rows.Read(index).Span;
            var pixels = GC.AllocateUninitializedArray<byte>(planes.Length);
            var length = shape.Height * shape.Width;
            for (var channel = 0; channel < shape.Channels; channel++)
            {
                var plane = planes.Slice(channel * length, length);
                for (var i = 0; i < length; i++)
                {
                    pixels[(i * shape.Channels) + channel] = plane[i];
                }
            }

            return pixels;
        }

        public void Dispose() => rows.Dispose();
    }
}
