namespace Giqa.Images.Codecs;

/// <summary>The rows of a bitmap whose size has been checked against its bytes.</summary>
internal readonly ref struct BmpRows(ReadOnlySpan<byte> pixels, BmpHeader header, int stride)
{
    private readonly ReadOnlySpan<byte> _pixels = pixels;
    private readonly int _width = (int)header.Width;
    private readonly int _height = (int)header.Height;

    /// <summary>Reads rows of palette indices.</summary>
    internal RgbImage ReadIndexed(ReadOnlySpan<byte> palette, DecodeOptions options)
    {
        var rgb = PixelLimits.Allocate(_width, _height, 3, options);
        var mask = (1 << header.Bits) - 1;
        for (int y = 0, target = 0; y < _height; y++)
        {
            var row = Row(y);
            for (var x = 0; x < _width; x++, target += 3)
            {
                var bit = (long)x * header.Bits;
                var index = (row[(int)(bit >> 3)] >> (8 - header.Bits - (int)(bit & 7))) & mask;
                if (3 * index >= palette.Length)
                {
                    throw new ImageException(ImageFault.Corrupt, $"BMP: colour {index} is not in its palette of {palette.Length / 3}");
                }

                palette.Slice(3 * index, 3).CopyTo(rgb.AsSpan(target));
            }
        }

        return new RgbImage(_width, _height, rgb);
    }

    /// <summary>Reads rows of blue, green, red and, with 32 bits, a fourth byte.</summary>
    internal RgbImage ReadDirect(bool composite, DecodeOptions options)
    {
        var step = header.Bits / 8;
        var channels = composite ? 4 : 3;
        var raw = PixelLimits.Allocate(_width, _height, channels, options);
        for (int y = 0, target = 0; y < _height; y++)
        {
            var row = Row(y);
            for (var x = 0; x < _width; x++, target += channels)
            {
                var pixel = row.Slice(x * step, step);
                raw[target] = pixel[2];
                raw[target + 1] = pixel[1];
                raw[target + 2] = pixel[0];
                if (composite)
                {
                    raw[target + 3] = pixel[3];
                }
            }
        }

        return composite ? RawPixels.ToRgb(raw, _width, _height, 4, options) : new RgbImage(_width, _height, raw);
    }

    private ReadOnlySpan<byte> Row(int y) => _pixels.Slice((header.TopDown ? y : _height - 1 - y) * stride, stride);
}
