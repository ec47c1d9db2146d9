namespace Giqa.Images.Codecs;

/// <summary>The native libraries behind the formats, and what to do when one is missing.</summary>
internal static class CodecLibraries
{
    /// <summary>Whether an exception means that a native library is missing, too old, or built for another machine.</summary>
    internal static bool IsMissing(Exception exception) =>
        exception is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException;

    /// <summary>The exception that names a format's library and the command that installs it.</summary>
    internal static NativeLibraryException Missing(ImageFormat format, Exception cause)
    {
        var (library, package) = format switch
        {
            ImageFormat.Jpeg => (TurboJpeg.Library, "libturbojpeg0"),
            ImageFormat.Png => (Spng.Library, "libspng0"),
            ImageFormat.Webp => (Webp.Library, "libwebp7"),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "has no native library"),
        };
        return new NativeLibraryException($"{library} cannot be loaded, so that no {format} image can be used: `apt-get install {package}`, or run `giqa doctor`", cause);
    }
}
