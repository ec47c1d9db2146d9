namespace Giqa.Training.Torch;

/// <summary>The training engine that was loaded.</summary>
/// <param name="Version">libtorch's version as its headers said when the shim was built, for example 1.13.1.</param>
/// <param name="ShimPath">The file of the shim.</param>
/// <param name="CudaDevices">How many CUDA devices it can use; 0 on builds without CUDA, Debian's among them.</param>
public sealed record TorchInfo(string Version, string ShimPath, int CudaDevices);
