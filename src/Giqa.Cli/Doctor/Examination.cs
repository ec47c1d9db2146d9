using System.Runtime.InteropServices;
using Giqa.Cli.Demo;
using Giqa.Cli.Rendering;
using Giqa.Features;
using Giqa.Numerics;
using Giqa.Storage;
using Giqa.Training.Torch;
using Microsoft.Data.Sqlite;
using Microsoft.ML.OnnxRuntime;
using SkiaSharp;

namespace Giqa.Cli.Doctor;

/// <summary>Looks for every part that Giqa uses.</summary>
internal static class Examination
{
    public static DoctorReport Run()
    {
        DoctorPart[] parts =
        [
            DoctorPart.Found("Giqa", required: true, Program(), AppContext.BaseDirectory),
            DoctorPart.Found(".NET runtime", required: true, RuntimeInformation.FrameworkDescription, RuntimeEnvironment.GetRuntimeDirectory()),
            Sdk(),
            Algebra(),
            Skia(),
            NativePart.TurboJpeg.Examine(),
            .. Inference(),
            .. Backbones(),
            Sqlite(),
            Cache(),
            Training(),
            DemoImages(), DemoEmoji(),
            .. NpmParts(),
            Browser(),
        ];
        return new DoctorReport(parts.All(part => part.Present || !part.Required), parts);
    }

    private static DoctorPart Sdk() => Processes.FirstLine("dotnet", "--version") is { } version
        ? DoctorPart.Found(".NET SDK (to build)", required: false, version, Processes.Locate("dotnet"))
        : DoctorPart.Missing(".NET SDK (to build)", required: false, "see https://dotnet.microsoft.com/download (package dotnet-sdk-10.0)");

    // Through the library's own loader: it sets the kernels before OpenBLAS is loaded, which then reports them.
    private static DoctorPart Algebra()
    {
        const string name = "linear algebra";
        try
        {
            var description = LinearAlgebra.Describe();
            return OpenBlasLibrary.Path is { } path
                ? DoctorPart.Found(name, required: true, description, NativePart.LoadedPath("libopenblas") ?? path)
                : DoctorPart.Found(name, required: true, $"{description}; faster with OpenBLAS (sudo apt-get install libopenblas0-pthread)", null);
        }
        catch (NativeLibraryException e)
        {
            return DoctorPart.Missing(name, required: true, e.Message);
        }
    }

    private static DoctorPart Skia()
    {
        const string name = "Skia (images)";
        try
        {
            return DoctorPart.Found(name, required: true, SkiaSharpVersion.Native.ToString(), NativePart.LoadedPath("libSkiaSharp"));
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return DoctorPart.Missing(name, required: true, "reference SkiaSharp.NativeAssets for this platform (on Linux SkiaSharp.NativeAssets.Linux.NoDependencies)");
        }
    }

    private static IEnumerable<DoctorPart> Inference()
    {
        const string name = "ONNX Runtime", cuda = "CUDA for ONNX Runtime";
        string[] providers;
        string version;
        try
        {
            version = OrtEnv.Instance().GetVersionString();
            providers = OrtEnv.Instance().GetAvailableProviders();
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException or OnnxRuntimeException)
        {
            return [DoctorPart.Missing(name, required: true, "NuGet's Microsoft.ML.OnnxRuntime has no build for this system; see https://onnxruntime.ai/docs/build (put libonnxruntime next to the program)")];
        }

        return
        [
            DoctorPart.Found(name, required: true, version, NativePart.LoadedPath("libonnxruntime.so")),
            providers.Contains("CUDAExecutionProvider")
                ? DoctorPart.Found(cuda, required: false, version, null)
                : DoctorPart.Missing(cuda, required: false, "dotnet build -c Release src/Giqa.Cli -p:GiqaCuda=true (Linux)"),
        ];
    }

    private static IEnumerable<DoctorPart> Backbones()
    {
        var store = new BackboneStore();
        foreach (var entry in store.List())
        {
            var (name, required) = ($"backbone {entry.Name}", entry.Name == store.DefaultName);
            var where = entry.IsBuiltIn ? $"inside {Path.GetFileName(typeof(BackboneStore).Assembly.Location)}" : store.Folder;
            yield return entry.IsInstalled
                ? DoctorPart.Found(name, required, entry.Source, where)
                : DoctorPart.Missing(name, required, $"giqa models pull {entry.Name}");
        }
    }

    private static string Program() => typeof(BackboneStore).Assembly.GetName().Version!.ToString(3);

    private static DoctorPart Sqlite()
    {
        const string name = "SQLite (cache, labels)";
        try
        {
            using var connection = new SqliteConnection("Data Source=:memory:");
            connection.Open();
            return DoctorPart.Found(name, required: true, connection.ServerVersion, NativePart.LoadedPath("libe_sqlite3"));
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return DoctorPart.Missing(name, required: true, "reference SQLitePCLRaw.bundle_e_sqlite3 for this platform");
        }
    }

    private static DoctorPart Cache()
    {
        const string name = "feature cache";
        try
        {
            var info = FeatureCache.Inspect(UserFolders.Cache);
            return DoctorPart.Found(name, required: false, $"{Figures.Count(info.Entries)} feature vectors, {Figures.Bytes(info.Bytes)}", info.Path);
        }
        catch (FeatureCacheException e)
        {
            return DoctorPart.Missing(name, required: false, $"giqa cache clear ({e.Message})");
        }
    }

    /// <summary>The tools for the tests and the page's script bundle; only a build inside the repository has them.</summary>
    private static IEnumerable<DoctorPart> NpmParts()
    {
        const string name = "npm parts (tests)", record = "package-lock.json";
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, record)))
        {
            folder = folder.Parent;
        }

        if (folder is not null)
        {
            var modules = Path.Combine(folder.FullName, "node_modules");
            yield return Directory.Exists(modules)
                ? DoctorPart.Found(name, required: false, $"as {record} says", modules)
                : DoctorPart.Missing(name, required: false, "./giqa test (in the repository; nothing else needs them)");
        }
    }

    private static DoctorPart Training()
    {
        const string name = "libtorch (training)";
        try
        {
            var info = TorchLibrary.Load();
            return DoctorPart.Found(name, required: false, info.CudaDevices > 0 ? $"{info.Version} with {info.CudaDevices} CUDA devices" : info.Version, info.ShimPath);
        }
        catch (NativeLibraryException)
        {
            return DoctorPart.Missing(name, required: false, "sudo apt-get install libtorch-dev g++ && dotnet build -c Release src/Giqa.Cli (in the repository)");
        }
    }

    private static DoctorPart DemoImages()
    {
        const string name = "Fashion-MNIST (demo, tests)", package = "dataset-fashion-mnist";
        return File.Exists(Path.Combine(FashionMnist.DebianFolder, "train-images-idx3-ubyte.gz"))
            ? DoctorPart.Found(name, required: false, Processes.PackageVersion(package), FashionMnist.DebianFolder)
            : DoctorPart.Missing(name, required: false, $"sudo apt-get install {package}");
    }

    private static DoctorPart DemoEmoji()
    {
        const string name = "Noto Color Emoji (demo, tests)", package = "fonts-noto-color-emoji";
        return File.Exists(EmojiFont.DebianPath)
            ? DoctorPart.Found(name, required: false, Processes.PackageVersion(package), EmojiFont.DebianPath)
            : DoctorPart.Missing(name, required: false, $"sudo apt-get install {package}");
    }

    private static DoctorPart Browser()
    {
        const string name = "Chromium (report tests)";
        var path = Processes.Locate("chromium") ?? Processes.Locate("chromium-browser") ?? Processes.Locate("google-chrome");
        return path is not null
            ? DoctorPart.Found(name, required: false, Processes.FirstLine(path, "--version"), path)
            : DoctorPart.Missing(name, required: false, "sudo apt-get install chromium");
    }
}

/// <summary>One part of the installation.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Required">Scoring cannot work without it.</param>
/// <param name="Present">It was found, and it works.</param>
/// <param name="Version">Its version, or null.</param>
/// <param name="Where">The file or folder that is used, or null.</param>
/// <param name="Mend">The command that provides it, or null when it is present.</param>
internal sealed record DoctorPart(string Name, bool Required, bool Present, string? Version, string? Where, string? Mend)
{
    public static DoctorPart Found(string name, bool required, string? version, string? where) => new(name, required, true, version, where, null);

    public static DoctorPart Missing(string name, bool required, string mend) => new(name, required, false, null, null, mend);
}

/// <summary>What <c>giqa doctor --json</c> prints.</summary>
/// <param name="Ok">Everything that is required is present.</param>
/// <param name="Parts">Every part that was looked for.</param>
internal sealed record DoctorReport(bool Ok, IReadOnlyList<DoctorPart> Parts);
