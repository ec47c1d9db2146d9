using System.Runtime.InteropServices;

namespace Giqa.Cli.Doctor;

/// <summary>A native library that is looked for by loading it.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Package">Debian's package.</param>
/// <param name="FileNames">The names to try, Linux first.</param>
/// <param name="VersionOf">Asks the loaded library for its version; null when it has no such function.</param>
internal sealed record NativePart(string Name, string Package, string[] FileNames, Func<nint, string?> VersionOf)
{
    private delegate nint TextFunction();

    private delegate int NumberFunction();

    /// <summary>The image codecs.</summary>
    public static IReadOnlyList<NativePart> All { get; } =
    [
        new("libjpeg-turbo", "libturbojpeg0", ["libturbojpeg.so.0", "libturbojpeg.dylib", "turbojpeg.dll"], _ => null),
        new("libspng", "libspng0", ["libspng.so.0", "libspng.dylib", "spng.dll"], library => Text(library, "spng_version_string")),
        new("libwebp", "libwebp7", ["libwebp.so.7", "libwebp.dylib", "libwebp.dll"], library => Packed(library, "WebPGetDecoderVersion")),
    ];

    /// <summary>Loads the library and says what it is.</summary>
    public DoctorPart Examine()
    {
        foreach (var file in FileNames)
        {
            if (NativeLibrary.TryLoad(file, out var library))
            {
                return DoctorPart.Found(Name, required: true, VersionOf(library) ?? Processes.PackageVersion(Package), LoadedPath(file) ?? file);
            }
        }

        return DoctorPart.Missing(Name, required: true, $"sudo apt-get install {Package}");
    }

    /// <summary>The path of a loaded library by the begin of its file name, as the kernel knows it; null where that cannot be asked.</summary>
    public static string? LoadedPath(string file)
    {
        const string maps = "/proc/self/maps";
        var stem = file.Split(".so")[0];
        return File.Exists(maps)
            ? File.ReadLines(maps).Select(line => line[(line.IndexOf('/') is var slash and >= 0 ? slash : line.Length)..])
                .FirstOrDefault(path => Path.GetFileName(path) is var name && name.StartsWith(stem, StringComparison.Ordinal) && name.Contains(".so", StringComparison.Ordinal))
            : null;
    }

    private static string? Text(nint library, string function) => NativeLibrary.TryGetExport(library, function, out var address)
        ? Marshal.PtrToStringUTF8(Marshal.GetDelegateForFunctionPointer<TextFunction>(address)())?.Trim()
        : null;

    private static string? Packed(nint library, string function)
    {
        if (!NativeLibrary.TryGetExport(library, function, out var address))
        {
            return null;
        }

        var version = Marshal.GetDelegateForFunctionPointer<NumberFunction>(address)();
        return $"{version >> 16}.{(version >> 8) & 0xff}.{version & 0xff}";
    }
}
