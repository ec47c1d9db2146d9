using System.Runtime.InteropServices;

namespace Giqa.Training.Torch;

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
