using System.Runtime.InteropServices;

namespace Giqa.Features.Onnx;

/// <summary>Builds an ONNX model: nodes, constant tensors, inputs and outputs. Not thread-safe.</summary>
/// <remarks>Nodes must be added in an order in which each one's inputs exist already.</remarks>
internal sealed class OnnxGraph(string name)
{
    /// <summary>The operator set that the nodes are written for.</summary>
    internal const int OperatorSet = 13;

    private const int IntermediateRepresentation = 7;

    /// <summary>ONNX's number for float32.</summary>
    internal const int FloatType = 1;

    /// <summary>ONNX's number for float64.</summary>
    internal const int DoubleType = 11;

    private const int UnknownType = 0;
    private const int ByteType = 2;
    private const int IntegerType = 7;

    private readonly List<Node> _nodes = [];
    private readonly Dictionary<string, Action<ProtobufWriter>> _initializers = [];
    private readonly List<(string Name, string[] Dimensions)> _inputs = [];
    private readonly List<(string Name, int Type, string[] Dimensions)> _outputs = [];
    private OnnxPart? _part;

    /// <summary>What a reader of the file should know, by key.</summary>
    internal IDictionary<string, string> Metadata { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Declares a float32 input; a dimension is a number, or a name where it may vary.</summary>
    internal string AddInput(string input, params string[] dimensions)
    {
        _inputs.Add((input, dimensions));
        return input;
    }

    /// <summary>Declares a float32 output, which a node must make.</summary>
    internal void AddOutput(string output, params string[] dimensions) => _outputs.Add((output, FloatType, dimensions));

    /// <summary>Declares a float64 output, which a node must make.</summary>
    internal void AddDoubleOutput(string output, params string[] dimensions) => _outputs.Add((output, DoubleType, dimensions));

    /// <summary>Declares an output whose type and shape are left for the runtime to infer.</summary>
    internal void AddOutput(string output) => _outputs.Add((output, UnknownType, []));

    /// <summary>Adds a constant float32 tensor.</summary>
    internal string AddConstant(string constant, long[] shape, float[] values)
    {
        RequireLength(constant, shape, values.Length);
        _initializers.Add(constant, writer => WriteTensor(writer, constant, shape, FloatType, w => w.WriteFloats(9, values)));
        return constant;
    }

    /// <summary>Adds a constant float64 tensor.</summary>
    internal string AddConstant(string constant, long[] shape, double[] values)
    {
        RequireLength(constant, shape, values.Length);
        _initializers.Add(constant, writer => WriteTensor(writer, constant, shape, DoubleType, w => w.WriteBytes(9, MemoryMarshal.AsBytes<double>(values))));
        return constant;
    }

    /// <summary>Adds a constant uint8 tensor.</summary>
    internal string AddConstant(string constant, long[] shape, byte[] values)
    {
        RequireLength(constant, shape, values.Length);
        _initializers.Add(constant, writer => WriteTensor(writer, constant, shape, ByteType, w => w.WriteBytes(9, values)));
        return constant;
    }

    /// <summary>Adds a constant int64 tensor.</summary>
    internal string AddConstant(string constant, long[] shape, long[] values)
    {
        RequireLength(constant, shape, values.Length);
        _initializers.Add(constant, writer => WriteTensor(writer, constant, shape, IntegerType, w => w.WritePackedIntegers(7, values)));
        return constant;
    }

    /// <summary>Adds a node with one output, which carries the node's name.</summary>
    /// <returns>The output's name.</returns>
    internal string AddNode(string operation, string output, string[] inputs, params OnnxAttribute[] attributes)
    {
        AddNode(operation, [output], inputs, attributes);
        return output;
    }

    /// <summary>Adds a node with several outputs; the first of them is its name as well.</summary>
    internal void AddNode(string operation, string[] outputs, string[] inputs, params OnnxAttribute[] attributes) =>
        _nodes.Add(new Node(inputs, outputs, writer => WriteNode(writer, operation, outputs, inputs, attributes)));

    /// <summary>Puts another model inside this one, at most once; this model then is of its operator sets.</summary>
    /// <param name="part">The other model.</param>
    /// <param name="input">The value that becomes its input.</param>
    /// <returns>The name of its output.</returns>
    internal string AddPart(OnnxPart part, string input)
    {
        _part = _part is null ? part : throw new InvalidOperationException("a graph takes in one model at most");
        _ = AddNode("Identity", part.Input, [input]);
        _nodes.AddRange(part.Nodes.Select(node => new Node(node.Inputs, node.Outputs, writer => writer.WriteRaw(node.Fields))));
        foreach (var (constant, fields) in part.Constants)
        {
            _initializers.Add(constant, writer => writer.WriteRaw(fields));
        }

        return part.Output;
    }

    /// <summary>The serialised model; nodes and constants that no output needs are left out.</summary>
    internal byte[] ToModel()
    {
        var needed = FindNeeded();
        var writer = new ProtobufWriter();
        writer.WriteInteger(1, Math.Max(IntermediateRepresentation, _part?.IntermediateRepresentation ?? 0));
        writer.WriteString(2, "giqa");
        writer.WriteMessage(7, graph =>
        {
            foreach (var node in _nodes.Where(node => node.Outputs.Any(needed.Contains)))
            {
                graph.WriteMessage(1, node.Write);
            }

            graph.WriteString(2, name);
            foreach (var (_, write) in _initializers.Where(entry => needed.Contains(entry.Key)))
            {
                graph.WriteMessage(5, write);
            }

            _inputs.ForEach(input => graph.WriteMessage(11, w => WriteValueInfo(w, input.Name, FloatType, input.Dimensions)));
            _outputs.ForEach(output => graph.WriteMessage(12, w => WriteValueInfo(w, output.Name, output.Type, output.Dimensions)));
        });
        WriteOperatorSets(writer);
        foreach (var (key, value) in Metadata)
        {
            writer.WriteMessage(14, entry =>
            {
                entry.WriteString(1, key);
                entry.WriteString(2, value);
            });
        }

        return writer.ToArray();
    }

    private static void RequireLength(string constant, long[] shape, int length)
    {
        var expected = shape.Aggregate(1L, (product, dimension) => product * dimension);
        if (expected != length)
        {
            throw new ArgumentException($"{constant} has {length} values, its shape [{string.Join(", ", shape)}] needs {expected}");
        }
    }

    private static void WriteTensor(ProtobufWriter writer, string tensor, long[] shape, int type, Action<ProtobufWriter> writeValues)
    {
        writer.WritePackedIntegers(1, shape);
        writer.WriteInteger(2, type);
        writer.WriteString(8, tensor);
        writeValues(writer);
    }

    private static void WriteValueInfo(ProtobufWriter writer, string value, int elementType, string[] dimensions)
    {
        writer.WriteString(1, value);
        if (elementType == UnknownType)
        {
            return;
        }

        writer.WriteMessage(2, type => type.WriteMessage(1, tensor =>
        {
            tensor.WriteInteger(1, elementType);
            tensor.WriteMessage(2, shape =>
            {
                foreach (var dimension in dimensions)
                {
                    shape.WriteMessage(1, w => WriteDimension(w, dimension));
                }
            });
        }));
    }

    private static void WriteDimension(ProtobufWriter writer, string dimension)
    {
        if (long.TryParse(dimension, out var size))
        {
            writer.WriteInteger(1, size);
        }
        else
        {
            writer.WriteString(2, dimension);
        }
    }

    private static void WriteNode(ProtobufWriter writer, string operation, string[] outputs, string[] inputs, OnnxAttribute[] attributes)
    {
        foreach (var input in inputs)
        {
            writer.WriteString(1, input);
        }

        foreach (var output in outputs)
        {
            writer.WriteString(2, output);
        }

        writer.WriteString(3, outputs[0]);
        writer.WriteString(4, operation);
        foreach (var attribute in attributes)
        {
            writer.WriteMessage(5, attribute.Write);
        }
    }

    private void WriteOperatorSets(ProtobufWriter writer)
    {
        if (_part is null)
        {
            writer.WriteMessage(8, operatorSet => operatorSet.WriteInteger(2, OperatorSet));
            return;
        }

        foreach (var field in _part.ModelFields)
        {
            writer.WriteRaw(field);
        }
    }

    private HashSet<string> FindNeeded()
    {
        var needed = _outputs.Select(output => output.Name).ToHashSet();
        for (var i = _nodes.Count - 1; i >= 0; i--)
        {
            if (_nodes[i].Outputs.Any(needed.Contains))
            {
                needed.UnionWith(_nodes[i].Inputs);
            }
        }

        return needed;
    }

    private sealed record Node(string[] Inputs, string[] Outputs, Action<ProtobufWriter> Write);
}
