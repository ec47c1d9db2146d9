using Giqa.Images.Codecs;

namespace Giqa.Images;

/// <summary>Raw grey, RGB or RGBA bytes brought to RGB.</summary>
internal static class RawPixels
{
    internal static RgbImage ToRgb(ReadOnlySpan<byte> pixels, int width, int height, int channels, DecodeOptions options)
    {
        var rgb = PixelLimits.Allocate(width, height, 3, options);
        for (int i = 0, o = 0; o < rgb.Length; i += channels, o += 3)
        {
            for (var c = 0; c < 3; c++)
            {
                var value = pixels[channels == 1 ? i : i + c];
                var alpha = channels == 4 && options.Alpha == AlphaMode.OnWhite ? pixels[i + 3] : byte.MaxValue;
                rgb[o + c] = (byte)(((value * alpha) + (255 * (255 - alpha)) + 127) / 255);
            }
        }

        return new RgbImage(width, height, rgb);
    }
}
