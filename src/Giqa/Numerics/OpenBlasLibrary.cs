using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Giqa.Numerics;

/// <summary>Finds OpenBLAS on this machine, and says what was found.</summary>
public static class OpenBlasLibrary
{
    /// <summary>The name under which the imports ask for the library.</summary>
    internal const string Name = "openblas";

    private const string OverrideVariable = "GIQA_OPENBLAS";
    private const string KernelVariable = "OPENBLAS_CORETYPE";

    private static readonly string[] Candidates =
    [
        "libopenblas.so.0",
        "libopenblas.so",
        "/usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblas.so.0",
        "/usr/lib/aarch64-linux-gnu/openblas-pthread/libopenblas.so.0",
        "libopenblas.dylib",
        "libopenblas.dll",
    ];

    /// <summary>
    /// Describes the library: its version, kernels and threading, as it reports them itself.
    /// </summary>
    /// <exception cref="NativeLibraryException">OpenBLAS is not installed, or is a build with 64-bit integers.</exception>
    public static unsafe string Describe()
    {
        if (!TryLoad(out _))
        {
            throw Missing();
        }

        return Marshal.PtrToStringUTF8((nint)OpenBlas.GetConfiguration()) ?? "unknown";
    }

    /// <remarks>
    /// OpenBLAS gets one thread, for good: its thread count belongs to the whole process and changes how sums are cut,
    /// while Giqa cuts the work itself, so that no result depends on the number of cores.
    /// </remarks>
    internal static unsafe nint Resolve()
    {
        if (!TryLoad(out var handle))
        {
            throw Missing();
        }

        ((delegate* unmanaged<int, void>)NativeLibrary.GetExport(handle, "openblas_set_num_threads"))(1);
        return handle;
    }

    private static NativeLibraryException Missing() =>
        new($"OpenBLAS was not found (looked for {OverrideVariable}, {string.Join(", ", Candidates[..2])}): install it with 'apt-get install libopenblas0-pthread'");

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

    private static bool TryLoad(out nint handle)
    {
        ChooseKernels();
        var named = Environment.GetEnvironmentVariable(OverrideVariable);
        if (!string.IsNullOrEmpty(named))
        {
            return NativeLibrary.TryLoad(named, out handle);
        }

        foreach (var candidate in Candidates)
        {
            if (NativeLibrary.TryLoad(candidate, out handle))
            {
                return true;
            }
        }

        handle = 0;
        return false;
    }
}
