using System.Runtime.InteropServices;

namespace Giqa.Training.Torch;

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
