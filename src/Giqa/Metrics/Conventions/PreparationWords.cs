using System.Globalization;
using Giqa.Features;
using Giqa.Images;

namespace Giqa.Metrics;

/// <summary>The differences between ways of preparing images, in words.</summary>
internal static class PreparationWords
{
    internal static IEnumerable<string> Differences(Preprocessing own, Preprocessing other)
    {
        if (Decode(own) != Decode(other))
        {
            yield return $"decode: {Decode(own)} instead of {Decode(other)}";
        }

        if (own.Resize != other.Resize)
        {
            yield return $"resize: {Resize(own.Resize)} instead of {Resize(other.Resize)}";
        }

        if (Range(own) is var range && range != Range(other))
        {
            yield return $"scaling: black to white becomes {range} instead of {Range(other)}";
        }
    }

    private static string Decode(Preprocessing preparation) =>
        $"transparency {(preparation.Alpha == AlphaMode.Drop ? "dropped" : "on white")}, EXIF orientation {(preparation.ApplyOrientation ? "applied" : "ignored")}";

    private static string Resize(ResizeMode mode) => mode switch
    {
        ResizeMode.TorchBilinear => "aliased bilinear (half-pixel centres)",
        ResizeMode.TorchBilinearAntialias => "antialiased bilinear",
        ResizeMode.TensorFlowBilinear => "aliased bilinear (no half-pixel shift)",
        ResizeMode.PilBilinear => "antialiased bilinear (rounded to bytes)",
        ResizeMode.PilBilinearFloat => "antialiased bilinear (not rounded)",
        ResizeMode.PilBicubic => "antialiased bicubic (rounded to bytes)",
        ResizeMode.PilBicubicFloat => "antialiased bicubic (not rounded)",
        ResizeMode.PilLanczos => "Lanczos (rounded to bytes)",
        _ => "Lanczos (not rounded)",
    };

    private static string Range(Preprocessing preparation) => $"{Value(preparation, 0)}..{Value(preparation, 255)}";

    private static string Value(Preprocessing preparation, float pixel) =>
        (((pixel * preparation.Scale) - preparation.Mean.Red) / preparation.Deviation.Red).ToString("0.####", CultureInfo.InvariantCulture);
}
