using Giqa.Storage;
using Giqa.Training.Torch;

namespace Giqa.Training.Checkpoints;

/// <summary>Tensors into safetensors files and back.</summary>
internal static class TensorStorage
{
    internal static void Add(SafetensorsWriter writer, string name, Tensor tensor)
    {
        var shape = tensor.Shape;
        switch (tensor.Type)
        {
            case ElementType.Float64: writer.Add(name, shape, tensor.ToDouble()); break;
            case ElementType.Int64: writer.Add(name, shape, tensor.ToIntegers()); break;
            case ElementType.UInt8: writer.Add(name, shape, tensor.ToBytes()); break;
            default: writer.Add(name, shape, tensor.ToSingle()); break;
        }
    }

    /// <summary>A new tensor from a file.</summary>
    internal static Tensor Read(SafetensorsFile file, string name)
    {
        var shape = file.Entries.TryGetValue(name, out var entry) ? entry.Shape : [];
        return entry?.DataType switch
        {
            "F64" => Tensor.FromDoubles(file.ReadDouble(name), shape),
            "I64" => Tensor.FromIntegers(file.ReadInt64(name), shape),
            "U8" => Tensor.FromBytes(file.ReadBytes(name), shape),
            _ => Tensor.From(file.ReadSingle(name), shape),
        };
    }

    /// <summary>Overwrites a tensor with one of the same shape from a file.</summary>
    internal static void Restore(SafetensorsFile file, string name, Tensor tensor)
    {
        if (file.Entries.TryGetValue(name, out var entry) && !entry.Shape.AsSpan().SequenceEqual(tensor.Shape))
        {
            throw new ModelFileException($"the tensor '{name}' is {string.Join(" x ", entry.Shape)} in the file and {string.Join(" x ", tensor.Shape)} in the network: the file belongs to a network with different settings");
        }

        using var noGrad = new NoGrad();
        using var values = Read(file, name);
        tensor.CopyFrom(values);
    }
}
