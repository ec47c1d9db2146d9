using System.Runtime.InteropServices;

namespace Giqa.Cli.Doctor;

/// <summary>A native library that is looked for by loading it.</summary>
/// <param name="Name">Its usual name.</param>
/// <param name="Package">Debian's package.</param>
/// <param name="FileNames">The names to try, Linux first.</param>
internal sealed record NativePart(string Name, string Package, string[] FileNames)
{
    /// <summary>Speeds up JPEG; Skia decodes every format without it.</summary>
    public static NativePart TurboJpeg { get; } = new("libjpeg-turbo (faster JPEG)", "libturbojpeg0", ["libturbojpeg.so.0", "libturbojpeg.dylib", "turbojpeg.dll"]);

    /// <summary>Loads the library and says what it is.</summary>
    public DoctorPart Examine()
    {
        foreach (var file in FileNames)
        {
            if (NativeLibrary.TryLoad(file, out _))
            {
                return DoctorPart.Found(Name, required: false, Processes.PackageVersion(Package), LoadedPath(file) ?? file);
            }
        }

        return DoctorPart.Missing(Name, required: false, $"sudo apt-get install {Package}");
    }

    /// <summary>The path of a loaded library by the beginning of its file name, according to the kernel; null where the kernel does not say.</summary>
    public static string? LoadedPath(string file)
    {
        const string maps = "/proc/self/maps";
        var stem = file.Split(".so")[0];
        return File.Exists(maps)
            ? File.ReadLines(maps).Select(line => line[(line.IndexOf('/') is var slash and >= 0 ? slash : line.Length)..])
                .FirstOrDefault(path => Path.GetFileName(path) is var name && name.StartsWith(stem, StringComparison.Ordinal) && name.Contains(".so", StringComparison.Ordinal))
            : null;
    }
}
