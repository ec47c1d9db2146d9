using Giqa.Storage;
using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Training.Checkpoints;

/// <summary>The parameters and buffers of a network in a safetensors file, under PyTorch's names.</summary>
internal static class Weights
{
    internal static void Add(SafetensorsWriter writer, string prefix, Module module)
    {
        foreach (var (name, tensor) in Tensors(module))
        {
            TensorStorage.Add(writer, prefix + name, tensor);
        }
    }

    internal static void Restore(SafetensorsFile file, string prefix, Module module)
    {
        foreach (var (name, tensor) in Tensors(module))
        {
            TensorStorage.Restore(file, prefix + name, tensor);
        }
    }

    private static IEnumerable<KeyValuePair<string, Tensor>> Tensors(Module module) => module.NamedParameters().Concat(module.NamedBuffers());
}
