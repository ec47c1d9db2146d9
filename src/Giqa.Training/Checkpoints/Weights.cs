using Giqa.Storage;
using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Training.Checkpoints;

/// <summary>The parameters and buffers of a network as a safetensors file, under PyTorch's names.</summary>
internal static class Weights
{
    /// <summary>Writes them, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="module">The network.</param>
    /// <param name="metadata">Texts for the file's header; null for none.</param>
    /// <exception cref="GiqaException">The file cannot be written.</exception>
    public static void Save(string path, Module module, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var writer = new SafetensorsWriter();
        foreach (var (key, value) in metadata ?? new Dictionary<string, string>())
        {
            writer.Metadata[key] = value;
        }

        Add(writer, string.Empty, module);
        AtomicFile.Write(path, writer.Write);
    }

    /// <summary>Reads them into a network of the same structure. PyTorch's counts of batches, which are not used here, may be in the file.</summary>
    /// <returns>The texts of the file's header.</returns>
    /// <exception cref="ModelFileException">The file is damaged, lacks a tensor, or belongs to a network with a different structure.</exception>
    public static IReadOnlyDictionary<string, string> Load(string path, Module module)
    {
        using var file = SafetensorsFile.Open(path);
        var names = Tensors(module).Select(tensor => tensor.Key).ToHashSet(StringComparer.Ordinal);
        var foreign = file.Entries.Keys.FirstOrDefault(name => !names.Contains(name) && !name.EndsWith("num_batches_tracked", StringComparison.Ordinal));
        if (foreign is not null)
        {
            throw new ModelFileException($"{path} holds the tensor '{foreign}', which the network does not have: the file belongs to a network with different settings");
        }

        Restore(file, string.Empty, module);
        return file.Metadata;
    }

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
