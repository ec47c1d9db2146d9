using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Giqa.Numerics;

/// <summary>An array that never moves, so that native code may keep its address as long as this object lives.</summary>
internal sealed unsafe class PinnedArray
{
    internal PinnedArray(long length) => Values = GC.AllocateArray<double>(checked((int)length), pinned: true);

    internal PinnedArray(ReadOnlySpan<double> values)
        : this(values.Length) => values.CopyTo(Values);

    internal double[] Values { get; }

    internal double* Pointer => (double*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(Values));
}
