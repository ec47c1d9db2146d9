using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Giqa.WeightMaker;

/// <summary>A weight as its shard holds it, quantised perhaps. Numbers are made when they are asked for.</summary>
internal sealed class TfjsWeight
{
    private readonly int[] _shape;
    private readonly int _count;
    private readonly string _type;
    private readonly double _scale;
    private readonly double _minimum;
    private readonly ReadOnlyMemory<byte> _bytes;

    private TfjsWeight(JsonNode entry, ReadOnlyMemory<byte> shards)
    {
        _shape = [.. entry["shape"]!.AsArray().Select(size => (int)size!.GetValue<double>())];
        _count = _shape.Aggregate(1, (product, size) => checked(product * size));
        var quantization = entry["quantization"];
        _type = quantization?["dtype"]?.GetValue<string>() ?? "float32";
        _scale = quantization?["scale"]?.GetValue<double>() ?? 1;
        _minimum = quantization?["min"]?.GetValue<double>() ?? 0;
        ByteCount = checked(_count * _type switch
        {
            "uint8" => 1,
            "uint16" => 2,
            "float32" => 4,
            _ => throw new FormatException($"weights of type {_type} are not supported"),
        });
        _bytes = ByteCount <= shards.Length ? shards[..ByteCount] : throw new FormatException("the shards end before the manifest's weights do");
    }

    /// <summary>How many bytes of the shards it takes.</summary>
    internal int ByteCount { get; }

    /// <summary>Reads a manifest's entry, whose bytes stand first in <paramref name="shards"/>.</summary>
    internal static TfjsWeight Read(JsonNode entry, ReadOnlyMemory<byte> shards) => new(entry, shards);

    /// <summary>The shape in Keras' order.</summary>
    internal int[] Shape => _shape;

    /// <summary>Scale and smallest value of the steps, where the shard holds steps of a byte; else null.</summary>
    internal (double Scale, double Minimum)? ByteSteps => _type == "uint8" ? (_scale, _minimum) : null;

    /// <summary>The shard's bytes.</summary>
    internal ReadOnlySpan<byte> Bytes => _bytes.Span;

    /// <summary>The numbers: <c>step * scale + min</c> in double, rounded once.</summary>
    internal float[] ToValues()
    {
        var bytes = _bytes.Span;
        var values = new float[_count];
        switch (_type)
        {
            case "uint8":
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = (float)((bytes[i] * _scale) + _minimum);
                }

                break;
            case "uint16":
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = (float)((BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]) * _scale) + _minimum);
                }

                break;
            default:
                MemoryMarshal.Cast<byte, float>(bytes).CopyTo(values);
                break;
        }

        return values;
    }
}
