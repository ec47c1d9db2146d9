using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Giqa.Numerics;

/// <summary>Finds OpenBLAS: the one that <c>GIQA_OPENBLAS</c> names, the packed one beside the program, or the system's.</summary>
internal static class OpenBlasLibrary
{
    /// <summary>The name under which the imports ask for the library.</summary>
    internal const string Name = "openblas";

    /// <summary>The path of a library, or <see cref="Off"/> for none.</summary>
    internal const string Variable = "GIQA_OPENBLAS";

    /// <summary>What the variable says where managed code shall do the work.</summary>
    internal const string Off = "off";

    private const string KernelVariable = "OPENBLAS_CORETYPE";
    private const string Accelerate = "/System/Library/Frameworks/Accelerate.framework/Accelerate";

    /// <summary>The packed library and what it needs, which it does not look for beside itself: loaded in this order.</summary>
    private static readonly string[] Packed = ["libquadmath.so.0", "libgfortran.so.5", "libopenblas.so.0"];

    private static readonly string[] Installed =
    [
        "libopenblas.so.0",
        "libopenblas.so",
        "/usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblas.so.0",
        "/usr/lib/aarch64-linux-gnu/openblas-pthread/libopenblas.so.0",
        "libopenblas.dylib",
        "libopenblas.dll",
        Accelerate,
    ];

    private static readonly Lazy<(string? Path, nint Handle)> Found = new(Find);

    /// <summary>The file or the name by which the library was loaded; null where there is none, and managed code does the work.</summary>
    /// <exception cref="NativeLibraryException">GIQA_OPENBLAS names a library that cannot be used.</exception>
    internal static string? Path => Found.Value.Path;

    /// <summary>What the loaded library says of itself.</summary>
    internal static string Configuration => Path == Accelerate ? "Accelerate" : ConfigurationOf(Found.Value.Handle) ?? "unknown";

    internal static nint Resolve() => Found.Value.Handle;

    /// <remarks>
    /// OpenBLAS gets one thread, for good: its thread count belongs to the whole process and changes how sums are cut,
    /// while Giqa cuts the work itself, so that no result depends on the number of cores.
    /// </remarks>
    internal static void UseOneThread() => SetOneThread(Found.Value.Handle);

    /// <summary>
    /// Names the kernels for this processor, unless the user has. OpenBLAS looks the model up in its own list when it is
    /// loaded, and on a model newer than itself falls back to SSE3: 4.5 times slower on an Emerald Rapids under 0.3.21.
    /// </summary>
    internal static void ChooseKernels()
    {
        var kernels = Avx512BW.VL.IsSupported && Avx512DQ.VL.IsSupported ? "SkylakeX" : Fma.IsSupported && Avx2.IsSupported ? "Haswell" : null;
        if (kernels is not null)
        {
            NativeEnvironment.SetUnlessSet(KernelVariable, kernels);
        }
    }

    private static (string? Path, nint Handle) Find()
    {
        ChooseKernels();
        var named = Environment.GetEnvironmentVariable(Variable);
        if (named == Off)
        {
            return default;
        }

        if (!string.IsNullOrEmpty(named))
        {
            return TryLoad(named, out var handle)
                ? (named, handle)
                : throw new NativeLibraryException($"{Variable} names {named}, which cannot be loaded as OpenBLAS with 32-bit integers: name another, unset it to look in the usual places, or say '{Off}' for managed code");
        }

        foreach (var candidate in PackedFolders().Select(LoadPacked).OfType<string>().Concat(Installed))
        {
            if (TryLoad(candidate, out var handle))
            {
                return (candidate, handle);
            }
        }

        return default;
    }

    /// <summary>The folders in which a package's natives may lie: of the assembly, of the program, and of the runtime's own search.</summary>
    private static IEnumerable<string> PackedFolders() =>
        ((AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string)?.Split(System.IO.Path.PathSeparator) ?? [])
        .Append(AppContext.BaseDirectory)
        .Where(folder => folder.Length > 0)
        .Distinct(StringComparer.Ordinal);

    /// <summary>Loads what the packed library of a folder needs; gives its path, or null where none is there.</summary>
    private static string? LoadPacked(string folder)
    {
        var library = System.IO.Path.Combine(folder, Packed[^1]);
        if (!File.Exists(library))
        {
            return null;
        }

        foreach (var companion in Packed[..^1].Select(name => System.IO.Path.Combine(folder, name)).Where(File.Exists))
        {
            _ = NativeLibrary.TryLoad(companion, out _);
        }

        return library;
    }

    /// <summary>Loads a library of one thread; a build with 64-bit integers would read our sizes wrongly, and is none.</summary>
    private static bool TryLoad(string candidate, out nint handle)
    {
        if (!NativeLibrary.TryLoad(candidate, out handle))
        {
            return false;
        }

        if (!NativeLibrary.TryGetExport(handle, "cblas_dgemm", out _) || ConfigurationOf(handle)?.Contains("USE64BITINT", StringComparison.Ordinal) == true)
        {
            return false;
        }

        SetOneThread(handle);
        return true;
    }

    private static unsafe string? ConfigurationOf(nint handle) => NativeLibrary.TryGetExport(handle, "openblas_get_config", out var function)
        ? Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<byte*>)function)())?.Trim()
        : null;

    private static unsafe void SetOneThread(nint handle)
    {
        if (NativeLibrary.TryGetExport(handle, "openblas_set_num_threads", out var function))
        {
            ((delegate* unmanaged<int, void>)function)(1);
        }
    }
}
