namespace Giqa.Features.Onnx;

/// <summary>Builds an ONNX model: nodes, constant tensors, inputs and outputs. Not thread-safe.</summary>
/// <remarks>Nodes must be added in an order in which each one's inputs exist already.</remarks>
internal sealed class OnnxGraph(string name)
{
    /// <summary>The operator set that the nodes are written for.</summary>
    internal const int OperatorSet = 13;

    private const int IntermediateRepresentation = 7;
    private const int FloatType = 1;
    private const int IntegerType = 7;

    private readonly List<Node> _nodes = [];
    private readonly Dictionary<string, Action<ProtobufWriter>> _initializers = [];
    private readonly List<(string Name, string[] Dimensions)> _inputs = [];
    private readonly List<(string Name, string[] Dimensions)> _outputs = [];

    /// <summary>Declares a float32 input; a dimension is a number, or a name where it may vary.</summary>
    internal string AddInput(string input, params string[] dimensions)
    {
        _inputs.Add((input, dimensions));
        return input;
    }

    /// <summary>Declares a float32 output, which a node must make.</summary>
    internal void AddOutput(string output, params string[] dimensions) => _outputs.Add((output, dimensions));

    /// <summary>Adds a constant float32 tensor.</summary>
    internal string AddConstant(string constant, long[] shape, float[] values)
    {
        RequireLength(constant, shape, values.Length);
        _initializers.Add(constant, writer => WriteTensor(writer, constant, shape, FloatType, w => w.WriteFloats(9, values)));
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
        _nodes.Add(new Node(operation, output, inputs, attributes));
        return output;
    }

    /// <summary>The serialised model; nodes and constants that no output needs are left out.</summary>
    internal byte[] ToModel()
    {
        var needed = FindNeeded();
        var writer = new ProtobufWriter();
        writer.WriteInteger(1, IntermediateRepresentation);
        writer.WriteString(2, "giqa");
        writer.WriteMessage(7, graph =>
        {
            foreach (var node in _nodes.Where(node => needed.Contains(node.Output)))
            {
                graph.WriteMessage(1, node.Write);
            }

            graph.WriteString(2, name);
            foreach (var (_, write) in _initializers.Where(entry => needed.Contains(entry.Key)))
            {
                graph.WriteMessage(5, write);
            }

            _inputs.ForEach(input => graph.WriteMessage(11, w => WriteValueInfo(w, input.Name, input.Dimensions)));
            _outputs.ForEach(output => graph.WriteMessage(12, w => WriteValueInfo(w, output.Name, output.Dimensions)));
        });
        writer.WriteMessage(8, operatorSet => operatorSet.WriteInteger(2, OperatorSet));
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

    private static void WriteValueInfo(ProtobufWriter writer, string value, string[] dimensions)
    {
        writer.WriteString(1, value);
        writer.WriteMessage(2, type => type.WriteMessage(1, tensor =>
        {
            tensor.WriteInteger(1, FloatType);
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

    private HashSet<string> FindNeeded()
    {
        var needed = _outputs.Select(output => output.Name).ToHashSet();
        for (var i = _nodes.Count - 1; i >= 0; i--)
        {
            if (needed.Contains(_nodes[i].Output))
            {
                needed.UnionWith(_nodes[i].Inputs);
            }
        }

        return needed;
    }

    private sealed record Node(string Operation, string Output, string[] Inputs, OnnxAttribute[] Attributes)
    {
        internal void Write(ProtobufWriter writer)
        {
            foreach (var input in Inputs)
            {
                writer.WriteString(1, input);
            }

            writer.WriteString(2, Output);
            writer.WriteString(3, Output);
            writer.WriteString(4, Operation);
            foreach (var attribute in Attributes)
            {
                writer.WriteMessage(5, attribute.Write);
            }
        }
    }
}
