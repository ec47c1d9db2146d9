using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Giqa.Numerics;

namespace Giqa.Training.Torch;

/// <summary>Loads libtorch through the shim <c>libgiqa_torch.so</c>, which is built beside this assembly where libtorch's headers are installed.</summary>
/// <remarks>Safe to use from several threads. Nothing is loaded before the first use, so programs that only score never need it.</remarks>
internal static unsafe class TorchLibrary
{
    /// <summary>The name under which the imports ask for the shim.</summary>
    internal const string Name = "giqa_torch";

    /// <summary>The version of the shim's interface that this assembly uses: <c>GIQA_TORCH_ABI</c> of its header.</summary>
    internal const int Abi = 1;

    private const string OverrideVariable = "GIQA_TORCH";
    private const string Remedy = "install them with 'apt-get install libtorch-dev g++' and build again ('./giqa train' does both)";

    private static readonly Lazy<TorchInfo> Loaded = new(LoadOnce);

    /// <summary>Loads the engine, or does nothing if it is already loaded.</summary>
    /// <exception cref="NativeLibraryException">The shim or libtorch is missing or of another version; the message names the command that fixes it.</exception>
    public static TorchInfo Load() => Loaded.Value;

    /// <summary>How many tensors the shim has handed out and not received back: a measure of leaks.</summary>
    public static long LiveTensors => GiqaTorch.LiveHandles();

#pragma warning disable CA2255 // An assembly has one resolver slot, and it must be filled before the first import is bound.
    [ModuleInitializer]
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(TorchLibrary).Assembly, Resolve);
#pragma warning restore CA2255

    internal static nint Open(string path)
    {
        if (!File.Exists(path))
        {
            throw new NativeLibraryException($"the training engine {path} is not there: it is built where g++ and libtorch's headers are; {Remedy}");
        }

        if (!TryLoad(path, out var handle, out var reason))
        {
            throw new NativeLibraryException($"the training engine {path} does not load ({reason}): if libtorch is missing or another than it was built with, {Remedy}");
        }

        if (!NativeLibrary.TryGetExport(handle, "gt_abi", out var abi))
        {
            throw new NativeLibraryException($"{path} is not Giqa's training engine (it lacks gt_abi): unset {OverrideVariable}, or build again");
        }

        CheckAbi(((delegate* unmanaged<int>)abi)(), path);
        return handle;
    }

    internal static void CheckAbi(int found, string path)
    {
        if (found != Abi)
        {
            throw new NativeLibraryException($"the training engine {path} speaks interface {found}, this program {Abi}: build both again from the same sources");
        }
    }

    private static TorchInfo LoadOnce()
    {
        var version = Marshal.PtrToStringUTF8((nint)GiqaTorch.Version()) ?? "unknown";
        return new TorchInfo(version, ShimPath(), GiqaTorch.Check(GiqaTorch.CudaDevices()));
    }

    private static string ShimPath() => Environment.GetEnvironmentVariable(OverrideVariable) is { Length: > 0 } named
        ? named
        : Path.Combine(AppContext.BaseDirectory, "libgiqa_torch.so");

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Name)
        {
            return 0;
        }

        PrepareEnvironment();
        return Open(ShimPath());
    }

    /// <summary>
    /// libtorch includes OpenBLAS, which reads its settings when it is loaded: the right kernels for this processor, and one thread,
    /// because its own threads beside libtorch's make a step two to three times slower.
    /// </summary>
    private static void PrepareEnvironment()
    {
        OpenBlasLibrary.ChooseKernels();
        NativeEnvironment.SetUnlessSet("OPENBLAS_NUM_THREADS", "1");
    }

    private static bool TryLoad(string path, out nint handle, out string reason)
    {
        try
        {
            handle = NativeLibrary.Load(path);
            reason = string.Empty;
            return true;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            handle = 0;
            reason = e.Message.Split('\n')[0].Trim();
            return false;
        }
    }
}

/// <summary>libtorch refused an operation: shapes that do not fit, a wrong type, no memory. The message is libtorch's, on one line.</summary>
public sealed class TorchException : GiqaException
{
    /// <summary>Creates the exception with its one-line message.</summary>
    public TorchException(string message)
        : base(message)
    {
    }
}

/// <summary>The training engine that was loaded.</summary>
/// <param name="Version">libtorch's version as its headers said when the shim was built, for example 1.13.1.</param>
/// <param name="ShimPath">The file of the shim.</param>
/// <param name="CudaDevices">How many CUDA devices it can use; 0 on builds without CUDA, Debian's among them.</param>
internal sealed record TorchInfo(string Version, string ShimPath, int CudaDevices);
