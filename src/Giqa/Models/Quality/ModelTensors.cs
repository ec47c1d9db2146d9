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
            tensors._tensors[name] = (entry.Shape, ReadValues(file, entry));
        }

        return tensors;
    }

    internal bool Contains(string name) => _tensors.ContainsKey(name);

    internal void Add(string name, double[] values, params long[] shape) => _tensors.Add(name, (shape.Length == 0 ? [values.Length] : shape, values));

    internal void Add(string name, float[] values, params long[] shape) => _tensors.Add(name, (shape, values));

    internal void Add(string name, byte[] values) => _tensors.Add(name, ([values.Length], values));

    internal double[] Doubles(string name) => Values<double>(name);

    internal float[] Singles(string name) => Values<float>(name);

    internal byte[] Bytes(string name) => Values<byte>(name);

    internal long[] Shape(string name) => Find(name).Shape;

    /// <summary>SHA-256 over names, shapes and values.</summary>
    internal string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, (shape, values)) in _tensors)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {string.Join(',', shape)}\n"));
            switch (values)
            {
                case float[] singles: Append(hash, singles); break;
                case byte[] bytes: Append(hash, bytes); break;
                default: Append(hash, (double[])values); break;
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    internal void AddTo(SafetensorsWriter writer)
    {
        foreach (var (name, (shape, values)) in _tensors)
        {
            switch (values)
            {
                case float[] singles: writer.Add(name, shape, singles); break;
                case byte[] bytes: writer.Add(name, shape, bytes); break;
                default: writer.Add(name, shape, (double[])values); break;
            }
        }
    }

    private static Array ReadValues(SafetensorsFile file, SafetensorsEntry entry) => entry.DataType switch
    {
        "F32" => file.ReadSingle(entry.Name),
        "U8" => file.ReadBytes(entry.Name),
        _ => file.ReadDouble(entry.Name),
    };

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
