using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Giqa.Features;
using Giqa.Storage;

namespace Giqa.Models;

/// <summary>The named arrays of a model file, in order.</summary>
internal sealed class ModelTensors
{
    private readonly SortedDictionary<string, (long[] Shape, object Values)> _tensors = new(StringComparer.Ordinal);

    /// <param name="file">An open model file.</param>
    /// <param name="mapFrom">Floats that take this many bytes or more are mapped instead of read.</param>
    internal static ModelTensors Read(SafetensorsFile file, long mapFrom)
    {
        var tensors = new ModelTensors();
        foreach (var (name, entry) in file.Entries)
        {
            var isMapped = entry.DataType == "F32" && entry.End - entry.Start >= mapFrom;
            tensors._tensors[name] = (entry.Shape, isMapped ? file.MapSingle(name) : ReadValues(file, entry));
        }

        return tensors;
    }

    internal bool Contains(string name) => _tensors.ContainsKey(name);

    internal void Add(string name, double[] values, params long[] shape) => _tensors.Add(name, (shape.Length == 0 ? [values.Length] : shape, values));

    internal void Add(string name, float[] values, params long[] shape) => _tensors.Add(name, (shape, values));

    internal void Add(string name, byte[] values) => _tensors.Add(name, ([values.Length], values));

    internal double[] Doubles(string name) => Values<double>(name);

    /// <summary>A tensor of as many doubles.</summary>
    internal double[] Doubles(string name, int count) => Doubles(name) is { } values && values.Length == count
        ? values
        : throw new ModelFileException($"its tensor '{name}' has another length than {count}");

    /// <summary>A tensor of two axes of floats.</summary>
    internal FeatureMatrix Matrix(string name)
    {
        var (shape, values) = Find(name);
        if (shape.Length != 2)
        {
            throw new ModelFileException($"its tensor '{name}' has {shape.Length} axes instead of 2");
        }

        var (rows, columns) = (checked((int)shape[0]), checked((int)shape[1]));
        return values is MappedFloats mapped ? new FeatureMatrix(rows, columns, mapped) : new FeatureMatrix(rows, columns, Values<float>(name));
    }

    internal float[] Singles(string name) => Values<float>(name);

    internal byte[] Bytes(string name) => Values<byte>(name);

    internal long[] Shape(string name) => Find(name).Shape;

    /// <summary>Checks that every value is finite: a correct hash does not make the content valid.</summary>
    /// <exception cref="ModelFileException">A value is NaN or infinite.</exception>
    internal void RequireFinite()
    {
        foreach (var (name, (_, values)) in _tensors)
        {
            var isFinite = values switch
            {
                MappedFloats mapped => IsFinite(mapped.Span),
                float[] singles => IsFinite<float>(singles),
                double[] doubles => IsFinite<double>(doubles),
                _ => true,
            };
            if (!isFinite)
            {
                throw new ModelFileException($"its tensor '{name}' holds a value that is not a finite number");
            }
        }

        GC.KeepAlive(_tensors);
    }

    /// <summary>SHA-256 over names, shapes and values.</summary>
    internal string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, (shape, values)) in _tensors)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {string.Join(',', shape)}\n"));
            switch (values)
            {
                case MappedFloats mapped: Append(hash, mapped.Span); break;
                case float[] singles: Append<float>(hash, singles); break;
                case byte[] bytes: Append<byte>(hash, bytes); break;
                default: Append<double>(hash, (double[])values); break;
            }
        }

        GC.KeepAlive(_tensors);
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

    private static void Append<T>(IncrementalHash hash, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        const int Slice = 1 << 24;
        for (var first = 0; first < values.Length; first += Slice)
        {
            hash.AppendData(MemoryMarshal.AsBytes(values.Slice(first, Math.Min(Slice, values.Length - first))));
        }
    }

    private static bool IsFinite<T>(ReadOnlySpan<T> values)
        where T : INumberBase<T> => values.IsEmpty || TensorPrimitives.IsFiniteAll(values);

    private T[] Values<T>(string name) => Find(name).Values as T[] ?? throw new ModelFileException($"its tensor '{name}' has the wrong type");

    private (long[] Shape, object Values) Find(string name) =>
        _tensors.TryGetValue(name, out var tensor) ? tensor : throw new ModelFileException($"its tensor '{name}' is missing");
}
