using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Giqa.Storage;

/// <summary>
/// Floats of a file that is mapped into memory: a page is read when it is first touched, and uses no memory that the system could not
/// take back. The file may be replaced meanwhile (by another of the same name), but not truncated in place.
/// </summary>
/// <remarks>
/// Safe to share between threads; read-only. The memory is released with this object: code that uses <see cref="Span"/> must keep
/// it alive meanwhile.
/// </remarks>
internal sealed unsafe class MappedFloats
{
    private readonly MemoryMappedViewAccessor _view;
    private readonly float* _start;
    private readonly long _length;

    /// <param name="file">Open for reading; may be closed afterwards.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="length">The number of floats, at least 1.</param>
    internal MappedFloats(SafeFileHandle file, long offset, long length)
    {
        _length = length;
        using var mapping = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = mapping.CreateViewAccessor(offset, length * sizeof(float), MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _start = (float*)(start + _view.PointerOffset);
    }

    // The view's own handle, which is finalized later, unmaps it once this pointer is given back.
    ~MappedFloats() => _view.SafeMemoryMappedViewHandle.ReleasePointer();

    /// <summary>How many there are.</summary>
    internal long Length => _length;

    /// <summary>All of them, which a span can hold up to 2^31.</summary>
    internal ReadOnlySpan<float> Span => new(_start, checked((int)_length));

    /// <summary>Some of them.</summary>
    internal ReadOnlySpan<float> Slice(long start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + count, _length);
        return new(_start + start, count);
    }
}
