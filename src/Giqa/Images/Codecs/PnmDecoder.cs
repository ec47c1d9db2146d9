using System.Buffers.Binary;

namespace Giqa.Images.Codecs;

/// <summary>Binary grey (P5) and colour (P6) pixel maps, 8 and 16 bit; values are scaled to 0..255 and rounded, halves to even.</summary>
internal static class PnmDecoder
{
    private const int MaxDigits = 10;

    internal static RgbImage Decode(ReadOnlySpan<byte> encoded, DecodeOptions options)
    {
        var position = 2;
        var width = ReadNumber(encoded, ref position);
        var height = ReadNumber(encoded, ref position);
        var maximum = ReadNumber(encoded, ref position);
        if (maximum is < 1 or > ushort.MaxValue)
        {
            throw new ImageException(ImageFault.Corrupt, $"PNM: a largest value of {maximum} is not in 1..65535");
        }

        PixelLimits.Check(width, height, 3, options);
        var channels = encoded[1] == '5' ? 1 : 3;
        var wide = maximum > byte.MaxValue;
        var values = width * height * channels;
        if (values * (wide ? 2 : 1) > encoded.Length - position)
        {
            throw Truncated();
        }

        var samples = encoded.Slice(position, (int)(values * (wide ? 2 : 1)));
        var rgb = PixelLimits.Allocate(width, height, 3, options);
        var copies = 3 / channels;
        for (var i = 0; i < (int)values; i++)
        {
            int value = wide ? BinaryPrimitives.ReadUInt16BigEndian(samples[(2 * i)..]) : samples[i];
            rgb.AsSpan(i * copies, copies).Fill(Scale(value, (int)maximum));
        }

        return new RgbImage((int)width, (int)height, rgb);
    }

    private static byte Scale(int value, int maximum) =>
        maximum == byte.MaxValue ? (byte)value : (byte)Math.Min(255, Math.Round((double)value / maximum * 255, MidpointRounding.ToEven));

    /// <summary>Reads a number and the one white-space byte behind it; comments run from # to the end of a line.</summary>
    private static long ReadNumber(ReadOnlySpan<byte> encoded, ref int position)
    {
        long number = 0;
        for (var digits = 0; position < encoded.Length;)
        {
            var current = encoded[position++];
            if (current is >= (byte)'0' and <= (byte)'9' && digits < MaxDigits)
            {
                number = (10 * number) + current - '0';
                digits++;
            }
            else if (current == '#')
            {
                var line = encoded[position..].IndexOfAny((byte)'\r', (byte)'\n');
                position = line < 0 ? encoded.Length : position + line + 1;
            }
            else if (current is not (9 or 10 or 11 or 12 or 13 or 32))
            {
                throw new ImageException(ImageFault.Corrupt, "PNM: the header holds something other than numbers");
            }
            else if (digits > 0)
            {
                return number;
            }
        }

        throw Truncated();
    }

    private static ImageException Truncated() => new(ImageFault.Truncated, "PNM: the file ends before its pixels do");
}
