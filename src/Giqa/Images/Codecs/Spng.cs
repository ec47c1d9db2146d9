using System.Runtime.InteropServices;

namespace Giqa.Images.Codecs;

/// <summary>libspng's C functions, named as there.</summary>
internal static unsafe partial class Spng
{
    internal const string Library = "libspng.so.0";

    internal const int FormatRgba8 = 1;
    internal const int FormatRgb8 = 4;
    internal const int DecodeTransparency = 1;
    internal const int ColourTypeGreyAlpha = 4;
    internal const int ColourTypeRgbAlpha = 6;
    internal const int CrcError = 0;

    internal const int ErrorIoEndOfFile = -1;
    internal const int ErrorOutOfMemory = 2;
    internal const int ErrorUserWidth = 7;
    internal const int ErrorUserHeight = 8;
    internal const int ErrorDataTooShort = 62;
    internal const int ErrorEndOfFile = 68;
    internal const int ErrorChunkNotThere = 73;
    internal const int ErrorChunkLimits = 77;

    [LibraryImport(Library)]
    internal static partial SpngHandle spng_ctx_new(int flags);

    [LibraryImport(Library)]
    internal static partial void spng_ctx_free(nint context);

    [LibraryImport(Library)]
    internal static partial int spng_set_png_buffer(SpngHandle context, byte* source, nuint size);

    [LibraryImport(Library)]
    internal static partial int spng_set_chunk_limits(SpngHandle context, nuint chunkSize, nuint cacheSize);

    [LibraryImport(Library)]
    internal static partial int spng_set_crc_action(SpngHandle context, int critical, int ancillary);

    [LibraryImport(Library)]
    internal static partial int spng_get_ihdr(SpngHandle context, SpngHeader* header);

    [LibraryImport(Library)]
    internal static partial int spng_get_trns(SpngHandle context, byte* transparency);

    [LibraryImport(Library)]
    internal static partial int spng_get_exif(SpngHandle context, SpngExif* exif);

    [LibraryImport(Library)]
    internal static partial int spng_decode_image(SpngHandle context, byte* destination, nuint size, int format, int flags);

    [LibraryImport(Library)]
    internal static partial int spng_decode_chunks(SpngHandle context);

    [LibraryImport(Library)]
    internal static partial nint spng_strerror(int error);
}
