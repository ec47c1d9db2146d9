using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Giqa.Storage;

namespace Giqa.Models;

/// <summary>The named arrays of a model file, in order.</summary>
internal sealed class ModelTensors
{
    private readonly SortedDictionary<string, (long[] Shape, Array Values)> _tensors = new(StringComparer.Ordinal);

    internal static ModelTensors Read(SafetensorsFile file)
    {
        var tensors = new ModelTensors();
        foreach (var (name, entry) in file.Entries)
        {
            tensors._tensors[name] = (entry.Shape, entry.DataType == "F32" ? file.ReadSingle(name) : file.ReadDouble(name));
        }

        return tensors;
    }

    internal bool Contains(string name) => _tensors.ContainsKey(name);

    internal void Add(string name, double[] values, params long[] shape) => _tensors.Add(name, (shape.Length == 0 ? [values.Length] : shape, values));

    internal void Add(string name, float[] values, params long[] shape) => _tensors.Add(name, (shape, values));

    internal double[] Doubles(string name) => Values<double>(name);

    internal float[] Singles(string name) => Values<float>(name);

    internal long[] Shape(string name) => Find(name).Shape;

    /// <summary>SHA-256 over names, shapes and values.</summary>
    internal string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, (shape, values)) in _tensors)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {string.Join(',', shape)}\n"));
            if (values is float[] singles)
            {
                Append(hash, singles);
            }
            else
            {
                Append(hash, (double[])values);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    internal void AddTo(SafetensorsWriter writer)
    {
        foreach (var (name, (shape, values)) in _tensors)
        {
            if (values is float[] singles)
            {
                writer.Add(name, shape, singles);
            }
            else
            {
                writer.Add(name, shape, (double[])values);
            }
        }
    }

    private static void Append<T>(IncrementalHash hash, T[] values)
        where T : unmanaged
    {
        const int Slice = 1 << 24;
        for (var first = 0; first < values.Length; first += Slice)
        {
            hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan(first, Math.Min(Slice, values.Length - first))));
        }
    }

    private T[] Values<T>(string name) => Find(name).Values as T[] ?? throw new ModelFileException($"its tensor '{name}' has the wrong type");

    private (long[] Shape, Array Values) Find(string name) =>
        _tensors.TryGetValue(name, out var tensor) ? tensor : throw new ModelFileException($"its tensor '{name}' is missing");
}
