using System.Runtime.InteropServices;

namespace Giqa.Images.Codecs;

/// <summary>libturbojpeg's C functions, under their own names.</summary>
internal static unsafe partial class TurboJpeg
{
    private const string Library = TurboJpegLibrary.Name;

    internal const int PixelFormatRgb = 0;
    internal const int PixelFormatCmyk = 11;
    internal const int ColourSpaceCmyk = 3;
    internal const int ColourSpaceYcck = 4;
    internal const int FlagAccurateDct = 4096;
    internal const int ErrorWarning = 0;

    [LibraryImport(Library)]
    internal static partial TurboJpegHandle tjInitDecompress();

    [LibraryImport(Library)]
    internal static partial int tjDestroy(nint handle);

    [LibraryImport(Library)]
    internal static partial int tjDecompressHeader3(TurboJpegHandle handle, byte* source, nuint size, int* width, int* height, int* subsampling, int* colourSpace);

    [LibraryImport(Library)]
    internal static partial int tjDecompress2(TurboJpegHandle handle, byte* source, nuint size, byte* destination, int width, int pitch, int height, int pixelFormat, int flags);

    [LibraryImport(Library)]
    internal static partial int tjGetErrorCode(TurboJpegHandle handle);

    [LibraryImport(Library)]
    internal static partial nint tjGetErrorStr2(TurboJpegHandle handle);

    /// <summary>The last message of a handle, one line.</summary>
    internal static string Message(TurboJpegHandle handle) => Marshal.PtrToStringUTF8(tjGetErrorStr2(handle)) ?? "unknown error";
}
