using System.Runtime.InteropServices;

namespace Giqa.Images.Codecs;

/// <summary>libwebp's C functions, named as there.</summary>
internal static unsafe partial class Webp
{
    internal const string Library = "libwebp.so.7";

    /// <summary>The interface version that <see cref="WebpFeatures"/> follows; another major one is refused by the library.</summary>
    internal const int DecoderAbiVersion = 0x0209;

    internal const int StatusOk = 0;
    internal const int StatusUnsupportedFeature = 4;
    internal const int StatusNotEnoughData = 7;

    [LibraryImport(Library)]
    internal static partial int WebPGetFeaturesInternal(byte* data, nuint size, WebpFeatures* features, int version);

    [LibraryImport(Library)]
    internal static partial byte* WebPDecodeRGBInto(byte* data, nuint size, byte* destination, nuint destinationSize, int stride);

    [LibraryImport(Library)]
    internal static partial byte* WebPDecodeRGBAInto(byte* data, nuint size, byte* destination, nuint destinationSize, int stride);
}
