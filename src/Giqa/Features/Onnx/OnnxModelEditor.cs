namespace Giqa.Features.Onnx;

/// <summary>Cuts an ONNX model down to one of its values, so that nothing after that value is run.</summary>
internal static class OnnxModelEditor
{
    // ModelProto: graph 7. GraphProto: node 1, initializer 5, input 11, output 12, value_info 13. NodeProto: input 1, output 2,
    // name 3, attribute 5. AttributeProto: g 6, graphs 11. ValueInfoProto: name 1. TensorProto: name 8, data_location 14.
    private const int GraphField = 7;
    private const int NodeField = 1;
    private const int InitializerField = 5;
    private const int InputField = 11;
    private const int OutputField = 12;
    private const int ValueInfoField = 13;

    /// <summary>Makes one value the model's only output.</summary>
    /// <param name="model">A serialised ONNX model.</param>
    /// <param name="output">The name of a value, or of the node whose first output it is; null for the model's first output.</param>
    /// <returns>The model without the nodes, constants and inputs that the value does not need.</returns>
    /// <exception cref="FormatException">The bytes are no ONNX model, or have no such value; the message lists the outputs.</exception>
    internal static byte[] SelectOutput(ReadOnlySpan<byte> model, string? output) => Select(model, [output]);

    /// <summary>Makes several values the model's outputs.</summary>
    /// <inheritdoc cref="SelectOutput"/>
    internal static byte[] SelectOutputs(ReadOnlySpan<byte> model, IReadOnlyList<string> outputs) => Select(model, outputs);

    private static byte[] Select(ReadOnlySpan<byte> model, IReadOnlyList<string?> wanted)
    {
        var writer = new ProtobufWriter(model.Length + 1024);
        var reader = new ProtobufReader(model);
        var hasGraph = false;
        while (reader.Read())
        {
            if (reader.Field != GraphField || reader.Type != ProtobufWireType.Bytes)
            {
                writer.WriteRaw(reader.Wire);
                continue;
            }

            hasGraph = true;
            writer.WriteBytes(GraphField, CutGraph(reader.Bytes, wanted));
        }

        return hasGraph ? writer.ToArray() : throw new FormatException("it holds no graph");
    }

    private static byte[] CutGraph(ReadOnlySpan<byte> graph, IReadOnlyList<string?> wanted)
    {
        var nodes = ReadNodes(graph);
        var outputs = NamesOf(graph, OutputField);
        string[] kept = [.. wanted.Select(name => FindValue(nodes, outputs, name))];
        var needed = FindNeeded(nodes, kept);
        var writer = new ProtobufWriter(graph.Length + 1024);
        var reader = new ProtobufReader(graph);
        var node = 0;
        while (reader.Read())
        {
            var keep = reader.Field switch
            {
                NodeField => nodes[node++].Outputs.Any(needed.Contains),
                InitializerField => needed.Contains(NameOfTensor(reader.Bytes)),
                InputField => needed.Contains(NameOfValue(reader.Bytes)),
                OutputField or ValueInfoField => false,
                _ => true,
            };
            if (keep)
            {
                writer.WriteRaw(reader.Wire);
            }
        }

        // Its type is left for the runtime to infer: many exporters do not list the types of inner values.
        foreach (var output in kept)
        {
            writer.WriteMessage(OutputField, info => info.WriteString(1, output));
        }

        return writer.ToArray();
    }

    private static string FindValue(List<Node> nodes, List<string> outputs, string? wanted)
    {
        if (wanted is null)
        {
            return outputs.Count > 0 ? outputs[0] : throw new FormatException("it has no output");
        }

        return nodes.Exists(node => node.Outputs.Contains(wanted))
            ? wanted
            : nodes.Find(node => node.Name == wanted)?.Outputs[0]
            ?? throw new FormatException($"it has no value or node named '{wanted}'; its outputs are {string.Join(", ", outputs)}");
    }

    private static HashSet<string> FindNeeded(List<Node> nodes, string[] outputs)
    {
        // ONNX lists nodes after the nodes that they depend on.
        HashSet<string> needed = [.. outputs];
        for (var i = nodes.Count - 1; i >= 0; i--)
        {
            if (nodes[i].Outputs.Any(needed.Contains))
            {
                needed.UnionWith(nodes[i].Inputs);
            }
        }

        return needed;
    }

    private static List<Node> ReadNodes(ReadOnlySpan<byte> graph)
    {
        var nodes = new List<Node>();
        var reader = new ProtobufReader(graph);
        while (reader.Read())
        {
            if (reader.Field == NodeField)
            {
                nodes.Add(ReadNode(reader.Bytes));
            }
        }

        return nodes;
    }

    private static Node ReadNode(ReadOnlySpan<byte> bytes)
    {
        var node = new Node();
        var reader = new ProtobufReader(bytes);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1:
                    node.Inputs.Add(reader.Text);
                    break;
                case 2:
                    node.Outputs.Add(reader.Text);
                    break;
                case 3:
                    node.Name = reader.Text;
                    break;
                case 5:
                    AddInputsOfSubgraphs(reader.Bytes, node);
                    break;
                default:
                    break;
            }
        }

        return node;
    }

    // The body of a loop or a branch reads values of the graph around it without listing them as inputs.
    private static void AddInputsOfSubgraphs(ReadOnlySpan<byte> attribute, Node node)
    {
        var reader = new ProtobufReader(attribute);
        while (reader.Read())
        {
            if (reader.Field is 6 or 11 && reader.Type == ProtobufWireType.Bytes)
            {
                ReadNodes(reader.Bytes).ForEach(inner => node.Inputs.AddRange(inner.Inputs));
                node.Inputs.AddRange(NamesOf(reader.Bytes, OutputField));
            }
        }
    }

    private static List<string> NamesOf(ReadOnlySpan<byte> graph, int field)
    {
        var names = new List<string>();
        var reader = new ProtobufReader(graph);
        while (reader.Read())
        {
            var inner = new ProtobufReader(reader.Bytes);
            while (reader.Field == field && inner.Read())
            {
                if (inner.Field == 1)
                {
                    names.Add(inner.Text);
                }
            }
        }

        return names;
    }

    private static string NameOfValue(ReadOnlySpan<byte> valueInfo)
    {
        var reader = new ProtobufReader(valueInfo);
        while (reader.Read())
        {
            if (reader.Field == 1)
            {
                return reader.Text;
            }
        }

        return string.Empty;
    }

    private static string NameOfTensor(ReadOnlySpan<byte> tensor)
    {
        var name = string.Empty;
        var reader = new ProtobufReader(tensor);
        while (reader.Read())
        {
            if (reader.Field == 8)
            {
                name = reader.Text;
            }
            else if (reader.Field == 14 && reader.Integer == 1)
            {
                throw new FormatException("its weights are in a second file; save it as one file first");
            }
        }

        return name;
    }

    private sealed class Node
    {
        internal string Name { get; set; } = string.Empty;

        internal List<string> Inputs { get; } = [];

        internal List<string> Outputs { get; } = [];
    }
}
