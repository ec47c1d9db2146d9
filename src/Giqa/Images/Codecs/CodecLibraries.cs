namespace Giqa.Images.Codecs;

/// <summary>Skia's native part, and what to do when it is missing.</summary>
internal static class CodecLibraries
{
    /// <summary>Whether an exception means that a native library is missing, too old, or built for another machine.</summary>
    internal static bool IsMissing(Exception exception) =>
        exception is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException
        || (exception is TypeInitializationException { InnerException: { } inner } && IsMissing(inner));

    /// <summary>The exception that names the library and where it comes from.</summary>
    internal static NativeLibraryException Missing(Exception cause) =>
        new("libSkiaSharp cannot be loaded, so no image can be read: reference SkiaSharp.NativeAssets for this platform (on Linux SkiaSharp.NativeAssets.Linux.NoDependencies), or run `giqa doctor`", cause);
}
