using Giqa.Training.Torch;

namespace Giqa.Tests.Training;

/// <summary>A test that needs a CUDA device, and is skipped where libtorch sees none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CudaFactAttribute : FactAttribute
{
    public CudaFactAttribute()
    {
        if (TorchLibrary.Load().CudaDevices == 0)
        {
            Skip = "libtorch sees no CUDA device";
        }
    }
}
