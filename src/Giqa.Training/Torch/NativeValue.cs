using System.Runtime.InteropServices;

namespace Giqa.Training.Torch;

/// <summary>An argument or a result as <c>gt_value</c> of the shim.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct NativeValue
{
    [FieldOffset(0)]
    public ValueTag Tag;

    [FieldOffset(4)]
    public int Count;

    [FieldOffset(8)]
    public long Integer;

    [FieldOffset(8)]
    public double Number;

    [FieldOffset(8)]
    public nint Pointer;
}

/// <summary>What a <see cref="NativeValue"/> holds: <c>gt_tag</c> of the shim.</summary>
internal enum ValueTag
{
    None,
    Tensor,
    Integer,
    Number,
    Truth,
    Integers,
    Numbers,
    Tensors,
    Text,
    Default,
}
