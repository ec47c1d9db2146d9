using System.Runtime.InteropServices;

namespace Giqa.Training.Torch;

/// <summary>An array of numbers in libtorch, of up to eight dimensions, that may record how it was computed.</summary>
/// <remarks>
/// Belongs to its training thread (<see cref="TrainingThread"/>). Freed by <see cref="IDisposable.Dispose"/>, by the
/// <see cref="TensorScope"/> in which it was created, or late by the collector.
/// </remarks>
internal sealed unsafe partial class Tensor : SafeHandle
{
    internal Tensor(nint handle)
        : base(0, ownsHandle: true)
    {
        SetHandle(handle);
        TensorScope.Current?.Add(this);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>The lengths of the axes; empty for a single number.</summary>
    public long[] Shape
    {
        get
        {
            var info = Info;
            return new ReadOnlySpan<long>(info.Sizes, info.Dimensions).ToArray();
        }
    }

    /// <summary>The number of axes.</summary>
    public int Dimensions => Info.Dimensions;

    /// <summary>The number of values.</summary>
    public long Count => Info.Count;

    /// <summary>The type of the values.</summary>
    public ElementType Type => Info.Type;

    /// <summary>Where the values are: "cpu", or "cuda:0" and so on.</summary>
    public string Device
    {
        get
        {
            var info = Info;
            return info.DeviceType == 0 ? "cpu" : $"cuda:{Math.Max(0, info.DeviceIndex)}";
        }
    }

    /// <summary>The scope that frees it; null if only its user or the collector does.</summary>
    internal TensorScope? Scope { get; set; }

    /// <summary>The native handle; valid only while this object is reachable.</summary>
    internal nint Handle => IsClosed ? throw new ObjectDisposedException(nameof(Tensor), "the tensor was freed, perhaps with the scope in which it was created") : handle;

    private NativeInfo Info
    {
        get
        {
            NativeInfo info;
            _ = GiqaTorch.Check(GiqaTorch.GetInfo(Handle, &info));
            GC.KeepAlive(this);
            return info;
        }
    }

    /// <summary>The length of one axis; negative numbers count from the last.</summary>
    public long Size(int axis)
    {
        var info = Info;
        var index = axis < 0 ? axis + info.Dimensions : axis;
        ArgumentOutOfRangeException.ThrowIfNegative(index, nameof(axis));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, info.Dimensions, nameof(axis));
        return info.Sizes[index];
    }

    /// <summary>Copies floats into a new tensor on the CPU.</summary>
    /// <param name="values">As many as the shape holds, the last axis fastest.</param>
    /// <param name="shape">The lengths of the axes.</param>
    /// <exception cref="ArgumentException">The shape does not hold that many values.</exception>
    public static Tensor From(ReadOnlySpan<float> values, params ReadOnlySpan<long> shape) => Create(values, ElementType.Float32, shape);

    /// <inheritdoc cref="From(ReadOnlySpan{float}, ReadOnlySpan{long})"/>
    public static Tensor From(float[] values, params ReadOnlySpan<long> shape) => Create<float>(values, ElementType.Float32, shape);

    /// <summary>Copies bytes into a new tensor on the CPU.</summary>
    /// <inheritdoc cref="From(ReadOnlySpan{float}, ReadOnlySpan{long})"/>
    public static Tensor FromBytes(ReadOnlySpan<byte> values, params ReadOnlySpan<long> shape) => Create(values, ElementType.UInt8, shape);

    /// <summary>Copies 64-bit integers, such as class numbers and row indices, into a new tensor on the CPU.</summary>
    /// <inheritdoc cref="From(ReadOnlySpan{float}, ReadOnlySpan{long})"/>
    public static Tensor FromIntegers(ReadOnlySpan<long> values, params ReadOnlySpan<long> shape) => Create(values, ElementType.Int64, shape);

    /// <summary>Copies doubles into a new tensor on the CPU.</summary>
    /// <inheritdoc cref="From(ReadOnlySpan{float}, ReadOnlySpan{long})"/>
    public static Tensor FromDoubles(ReadOnlySpan<double> values, params ReadOnlySpan<long> shape) => Create(values, ElementType.Float64, shape);

    /// <summary>Copies the values out as floats, the last axis fastest, from any device and of any type.</summary>
    public float[] ToSingle() => Read<float>(ElementType.Float32);

    /// <summary>Copies the values out as doubles.</summary>
    public double[] ToDouble() => Read<double>(ElementType.Float64);

    /// <summary>Copies the values out as 64-bit integers; fractions are truncated.</summary>
    public long[] ToIntegers() => Read<long>(ElementType.Int64);

    /// <summary>Copies the values out as bytes; fractions are truncated, and values outside 0..255 wrap or are undefined.</summary>
    public byte[] ToBytes() => Read<byte>(ElementType.UInt8);

    /// <summary>The single value of a tensor that has one.</summary>
    /// <exception cref="TorchException">It has more or none.</exception>
    public double Item() => Op.Item.CallNumber(this);

    /// <summary>Passes ownership of the handle to the caller, who must free it.</summary>
    internal nint Surrender()
    {
        var surrendered = handle;
        SetHandleAsInvalid();
        return surrendered;
    }

    /// <summary>Removes the tensor from the scope that would free it.</summary>
    internal Tensor Escape()
    {
        Scope = null;
        return this;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        var freed = handle;
        GiqaTorch.Free(&freed, 1);
        return true;
    }

    private static Tensor Create<T>(ReadOnlySpan<T> values, ElementType type, ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        var count = 1L;
        foreach (var axis in shape)
        {
            count = checked(count * axis);
        }

        if (count != values.Length)
        {
            throw new ArgumentException($"{values.Length} values do not fill a tensor of {string.Join(" x ", shape.ToArray())}", nameof(values));
        }

        fixed (T* data = values)
        {
            fixed (long* sizes = shape)
            {
                return new Tensor(GiqaTorch.Check(GiqaTorch.FromData(data, sizes, shape.Length, type)));
            }
        }
    }

    private T[] Read<T>(ElementType type)
        where T : unmanaged
    {
        if (Type != type)
        {
            using var noGrad = new NoGrad();
            using var converted = To(type);
            return converted.Read<T>(type);
        }

        var values = GC.AllocateUninitializedArray<T>(checked((int)Count));
        fixed (T* destination = values)
        {
            _ = GiqaTorch.Check(GiqaTorch.Read(Handle, destination, (long)values.Length * sizeof(T)));
        }

        GC.KeepAlive(this);
        return values;
    }
}
