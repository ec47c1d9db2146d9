using System.Runtime.InteropServices;

namespace Giqa.Training.Torch;

/// <summary>The functions of <c>native/giqa_torch</c>; its header says what each does.</summary>
internal static unsafe partial class GiqaTorch
{
    private const string Library = TorchLibrary.Name;

    [LibraryImport(Library, EntryPoint = "gt_version")]
    internal static partial byte* Version();

    [LibraryImport(Library, EntryPoint = "gt_error")]
    internal static partial byte* Error();

    [LibraryImport(Library, EntryPoint = "gt_cuda_devices")]
    internal static partial int CudaDevices();

    [LibraryImport(Library, EntryPoint = "gt_live_handles")]
    internal static partial long LiveHandles();

    [LibraryImport(Library, EntryPoint = "gt_threads")]
    internal static partial int Threads(int count);

    [LibraryImport(Library, EntryPoint = "gt_keep_memory")]
    internal static partial int KeepMemory(int on);

    [LibraryImport(Library, EntryPoint = "gt_deterministic")]
    internal static partial int Deterministic(int on);

    [LibraryImport(Library, EntryPoint = "gt_from_data")]
    internal static partial nint FromData(void* data, long* sizes, int dimensions, ElementType type);

    [LibraryImport(Library, EntryPoint = "gt_read")]
    internal static partial int Read(nint tensor, void* destination, long bytes);

    [LibraryImport(Library, EntryPoint = "gt_get_info")]
    internal static partial int GetInfo(nint tensor, NativeInfo* info);

    [LibraryImport(Library, EntryPoint = "gt_free")]
    internal static partial void Free(nint* tensors, int count);

    [LibraryImport(Library, EntryPoint = "gt_free_list")]
    internal static partial void FreeList(nint list);

    [LibraryImport(Library, EntryPoint = "gt_find", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint Find(string name, string overload);

    [LibraryImport(Library, EntryPoint = "gt_schema")]
    internal static partial byte* Schema(nint found);

    [LibraryImport(Library, EntryPoint = "gt_call")]
    internal static partial int Call(nint found, NativeValue* arguments, int count, NativeValue* results, int capacity);

    [LibraryImport(Library, EntryPoint = "gt_transposed_convolution")]
    internal static partial nint TransposedConvolution(nint input, nint weight, nint bias, long stride, long padding, long outputPadding);

    [LibraryImport(Library, EntryPoint = "gt_adam")]
    internal static partial int Adam(nint* parameters, nint* means, nint* squares, nint* gradients, int count, NativeAdamStep* step);

    [LibraryImport(Library, EntryPoint = "gt_backward")]
    internal static partial int Backward(nint* outputs, nint* gradients, int count, int keepGraph, int createGraph);

    [LibraryImport(Library, EntryPoint = "gt_gradients")]
    internal static partial int Gradients(nint* outputs, nint* gradients, int count, nint* inputs, int inputCount, int keepGraph, int createGraph, int allowUnused, nint* results);

    [LibraryImport(Library, EntryPoint = "gt_grads")]
    internal static partial int Grads(nint* tensors, int count, nint* results);

    [LibraryImport(Library, EntryPoint = "gt_set_grads")]
    internal static partial int SetGrads(nint* tensors, nint* grads, int count);

    [LibraryImport(Library, EntryPoint = "gt_require_gradient")]
    internal static partial int RequireGradient(nint tensor, int on);

    [LibraryImport(Library, EntryPoint = "gt_gradient_mode")]
    internal static partial int GradientMode(int on);

    [LibraryImport(Library, EntryPoint = "gt_autocast", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Autocast(string device, int on, ElementType type);

    [LibraryImport(Library, EntryPoint = "gt_seed")]
    internal static partial int Seed(ulong seed);

    [LibraryImport(Library, EntryPoint = "gt_random_state", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint RandomState(string device);

    [LibraryImport(Library, EntryPoint = "gt_set_random_state", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetRandomState(string device, nint state);

    /// <summary>Passes a status on, or throws what the shim says about the failure.</summary>
    internal static int Check(int status) => status >= 0 ? status : throw LastError();

    /// <summary>Passes a handle on, or throws what the shim says about the failure.</summary>
    internal static nint Check(nint handle) => handle != 0 ? handle : throw LastError();

    private static TorchException LastError()
    {
        var text = Marshal.PtrToStringUTF8((nint)Error());
        return new TorchException(OneLine(text));
    }

    /// <summary>libtorch's messages have several lines, and the later ones are often its call stack.</summary>
    private static string OneLine(string? text)
    {
        var lines = (text ?? string.Empty).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .TakeWhile(line => !line.StartsWith("Exception raised from", StringComparison.Ordinal));
        var line = string.Join(' ', lines);
        return $"libtorch: {(line.Length == 0 ? "an error without a message" : line)}";
    }
}

/// <summary>The numbers of one step of Adam: <c>gt_adam_step</c> of the shim.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeAdamStep
{
    public float Rate;
    public float Beta1;
    public float Beta2;
    public float New1;
    public float New2;
    public float Epsilon;
    public float Root;
    public float Decay;
    public float Shrink;
}

/// <summary>What a tensor is: <c>gt_info</c> of the shim.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeInfo
{
    public int Dimensions;
    public ElementType Type;
    public int RequiresGradient;
    public int IsLeaf;
    public int DeviceType;
    public int DeviceIndex;
    public long Count;
    public fixed long Sizes[8];
}
