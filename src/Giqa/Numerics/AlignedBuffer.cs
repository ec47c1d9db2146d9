using System.Runtime.InteropServices;

namespace Giqa.Numerics;

/// <summary>Memory outside the collected heap, zeroed, at an address that is a multiple of 64: scratch for block products.</summary>
/// <typeparam name="T">The number type.</typeparam>
internal sealed unsafe class AlignedBuffer<T> : IDisposable
    where T : unmanaged
{
    private const nuint Alignment = 64;
    private const nuint PagesFrom = 1 << 20;

    private readonly nuint _bytes;

    /// <param name="length">How many numbers.</param>
    /// <param name="isFilled">Whether all of it will be used, and not from front to end: then it lies in larger pages where there are some.</param>
    internal AlignedBuffer(long length, bool isFilled = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _bytes = Math.Max(checked((nuint)length * (nuint)sizeof(T)), Alignment);
        Pointer = (T*)Take();
        if (isFilled && IsOfPages)
        {
            AnonymousPages.Enlarge(Pointer, _bytes);
        }

        Length = length;
        GC.AddMemoryPressure((long)_bytes);
    }

    ~AlignedBuffer() => Free();

    internal T* Pointer { get; private set; }

    internal long Length { get; }

    private bool IsOfPages => _bytes >= PagesFrom && AnonymousPages.AreSupported;

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void* Take()
    {
        if (IsOfPages)
        {
            return AnonymousPages.Take(_bytes);
        }

        var memory = NativeMemory.AlignedAlloc(_bytes, Alignment);
        NativeMemory.Clear(memory, _bytes);
        return memory;
    }

    private void Free()
    {
        if (Pointer is null)
        {
            return;
        }

        if (IsOfPages)
        {
            AnonymousPages.Free(Pointer, _bytes);
        }
        else
        {
            NativeMemory.AlignedFree(Pointer);
        }

        GC.RemoveMemoryPressure((long)_bytes);
        Pointer = null;
    }
}
