using System.Runtime.InteropServices;

namespace Giqa.Numerics;

/// <summary>Memory outside the collected heap, zeroed, at an address that is a multiple of 64: scratch for block products.</summary>
/// <typeparam name="T">The number type.</typeparam>
internal sealed unsafe class AlignedBuffer<T> : IDisposable
    where T : unmanaged
{
    private const nuint Alignment = 64;

    internal AlignedBuffer(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var bytes = checked((nuint)length * (nuint)sizeof(T));
        Pointer = (T*)NativeMemory.AlignedAlloc(Math.Max(bytes, Alignment), Alignment);
        NativeMemory.Clear(Pointer, bytes);
        Length = length;
        GC.AddMemoryPressure(Math.Max(1, (long)bytes));
    }

    ~AlignedBuffer() => Free();

    internal T* Pointer { get; private set; }

    internal long Length { get; }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (Pointer is null)
        {
            return;
        }

        NativeMemory.AlignedFree(Pointer);
        GC.RemoveMemoryPressure(Math.Max(1, Length * sizeof(T)));
        Pointer = null;
    }
}
