using System.Runtime.InteropServices;

namespace Giqa.Numerics;

/// <summary>Finds OpenBLAS on this machine, and says what was found.</summary>
public static class OpenBlasLibrary
{
    /// <summary>The name under which the imports ask for the library.</summary>
    internal const string Name = "openblas";

    private const string OverrideVariable = "GIQA_OPENBLAS";

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

    internal static nint Resolve()
    {
        if (!TryLoad(out var handle))
        {
            throw Missing();
        }

        return handle;
    }

    private static NativeLibraryException Missing() =>
        new($"OpenBLAS was not found (looked for {OverrideVariable}, {string.Join(", ", Candidates[..2])}): install it with 'apt-get install libopenblas0-pthread'");

    private static bool TryLoad(out nint handle)
    {
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
