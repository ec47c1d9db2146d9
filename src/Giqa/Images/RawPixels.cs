using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Giqa.Images.Codecs;

namespace Giqa.Images;

/// <summary>Converts raw grey, RGB or RGBA bytes to RGB.</summary>
internal static class RawPixels
{
    /// <summary>RGB without the fourth byte of each pixel.</summary>
    internal static byte[] WithoutFourth(ReadOnlySpan<byte> rgba)
    {
        var rgb = GC.AllocateUninitializedArray<byte>(rgba.Length / 4 * 3);
        var i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            var order = Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 255, 255, 255, 255);
            ref var source = ref MemoryMarshal.GetReference(rgba);
            ref var target = ref MemoryMarshal.GetArrayDataReference(rgb);
            // Sixteen bytes are written for twelve: the last pixels are left to the plain loop.
            for (; i <= (rgba.Length / 4) - 6; i += 4)
            {
                Vector128.Shuffle(Vector128.LoadUnsafe(ref source, (nuint)(4 * i)), order).StoreUnsafe(ref target, (nuint)(3 * i));
            }
        }

        for (; i < rgba.Length / 4; i++)
        {
            (rgb[3 * i], rgb[(3 * i) + 1], rgb[(3 * i) + 2]) = (rgba[4 * i], rgba[(4 * i) + 1], rgba[(4 * i) + 2]);
        }

        return rgb;
    }

    /// <summary>RGB with a fourth byte for each pixel, 255.</summary>
    internal static byte[] WithFourth(ReadOnlySpan<byte> rgb)
    {
        var rgba = GC.AllocateUninitializedArray<byte>(checked(rgb.Length / 3 * 4));
        for (int i = 0, o = 0; i < rgb.Length; i += 3, o += 4)
        {
            (rgba[o], rgba[o + 1], rgba[o + 2], rgba[o + 3]) = (rgb[i], rgb[i + 1], rgb[i + 2], byte.MaxValue);
        }

        return rgba;
    }

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
