namespace Giqa.Features.Onnx;

/// <summary>A serialised model made ready to be put inside another graph: all its values get a prefix, so that no name can clash.</summary>
internal sealed class OnnxPart
{
    // ModelProto: ir_version 1, graph 7, opset_import 8 (domain 1, version 2), functions 25. GraphProto: node 1, initializer 5,
    // input 11, output 12, value_info 13. NodeProto: input 1, output 2, name 3, attribute 5. AttributeProto: g 6, graphs 11.
    // ValueInfoProto: name 1. TensorProto: name 8.
    private readonly string _prefix;
    private readonly List<string> _inputs = [];
    private readonly List<string> _outputs = [];
    private readonly HashSet<string> _innerInputs = [];

    private OnnxPart(string prefix) => _prefix = prefix;

    /// <summary>The name of its input.</summary>
    internal string Input { get; private set; } = string.Empty;

    /// <summary>The name of its first output.</summary>
    internal string Output => _outputs[0];

    /// <summary>The file format's version that it is written in.</summary>
    internal long IntermediateRepresentation { get; private set; }

    /// <summary>The version of ONNX's own operators that it is written for.</summary>
    internal long OperatorSet { get; private set; }

    /// <summary>Its nodes, renamed, as the fields of their messages.</summary>
    internal List<(string[] Inputs, string[] Outputs, byte[] Fields)> Nodes { get; } = [];

    /// <summary>Its constants, renamed, as the fields of their messages.</summary>
    internal List<(string Name, byte[] Fields)> Constants { get; } = [];

    /// <summary>Whole fields of the model that go along: operator sets and functions.</summary>
    internal List<byte[]> ModelFields { get; } = [];

    /// <summary>Reads a model.</summary>
    /// <param name="model">A serialised ONNX model with one input.</param>
    /// <param name="prefix">What its names begin with from now on.</param>
    /// <exception cref="FormatException">It is no such model.</exception>
    internal static OnnxPart Read(ReadOnlySpan<byte> model, string prefix)
    {
        var part = new OnnxPart(prefix);
        var reader = new ProtobufReader(model);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1:
                    part.IntermediateRepresentation = (long)reader.Integer;
                    break;
                case 7:
                    part.ReadGraph(reader.Bytes);
                    break;
                case 8:
                    part.ReadOperatorSet(reader.Bytes);
                    part.ModelFields.Add(reader.Wire.ToArray());
                    break;
                case 25:
                    part.ModelFields.Add(reader.Wire.ToArray());
                    break;
            }
        }

        // Old exporters list constants among the inputs.
        var constants = part.Constants.Select(constant => constant.Name).ToHashSet();
        string[] inputs = [.. part._inputs.Where(input => !constants.Contains(input))];
        part.Input = inputs.Length == 1 && part._outputs.Count > 0
            ? inputs[0]
            : throw new FormatException($"it has {inputs.Length} inputs and {part._outputs.Count} outputs, where one input and an output are needed");
        return part;
    }

    /// <summary>What a value of the model is called from now on.</summary>
    internal string NameOf(string value) => Rename(value);

    private void ReadOperatorSet(ReadOnlySpan<byte> bytes)
    {
        var (domain, version) = (string.Empty, 0L);
        var reader = new ProtobufReader(bytes);
        while (reader.Read())
        {
            domain = reader.Field == 1 ? reader.Text : domain;
            version = reader.Field == 2 ? (long)reader.Integer : version;
        }

        OperatorSet = domain is "" or "ai.onnx" ? version : OperatorSet;
    }

    private void ReadGraph(ReadOnlySpan<byte> graph)
    {
        var reader = new ProtobufReader(graph);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1:
                    // The body of a loop or a branch reads values of the graph around it without listing them as inputs.
                    _innerInputs.Clear();
                    var fields = RenameNode(reader.Bytes);
                    Nodes.Add(([.. NamesOf(reader.Bytes, 1), .. _innerInputs], NamesOf(reader.Bytes, 2), fields));
                    break;
                case 5:
                    Constants.Add((NamesOf(reader.Bytes, 8).FirstOrDefault(string.Empty), RenameField(reader.Bytes, 8)));
                    break;
                case 11:
                    _inputs.AddRange(NamesOf(reader.Bytes, 1));
                    break;
                case 12:
                    _outputs.AddRange(NamesOf(reader.Bytes, 1));
                    break;
            }
        }
    }

    private string[] NamesOf(ReadOnlySpan<byte> message, int field)
    {
        var names = new List<string>();
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader.Field == field)
            {
                names.Add(Rename(reader.Text));
            }
        }

        return [.. names];
    }

    /// <summary>An empty name stands for an optional input that is left out, and must stay empty.</summary>
    private string Rename(string name) => name.Length == 0 ? name : _prefix + name;

    private byte[] RenameField(ReadOnlySpan<byte> message, int field)
    {
        var writer = new ProtobufWriter(message.Length + 256);
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader.Field == field && reader.Type == ProtobufWireType.Bytes)
            {
                writer.WriteString(field, Rename(reader.Text));
            }
            else
            {
                writer.WriteRaw(reader.Wire);
            }
        }

        return writer.ToArray();
    }

    private byte[] RenameNode(ReadOnlySpan<byte> node)
    {
        var writer = new ProtobufWriter(node.Length + 256);
        var reader = new ProtobufReader(node);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1 or 2 or 3:
                    writer.WriteString(reader.Field, Rename(reader.Text));
                    break;
                case 5:
                    writer.WriteBytes(5, RenameAttribute(reader.Bytes));
                    break;
                default:
                    writer.WriteRaw(reader.Wire);
                    break;
            }
        }

        return writer.ToArray();
    }

    private byte[] RenameAttribute(ReadOnlySpan<byte> attribute)
    {
        var writer = new ProtobufWriter(attribute.Length + 256);
        var reader = new ProtobufReader(attribute);
        while (reader.Read())
        {
            if (reader.Field is 6 or 11)
            {
                writer.WriteBytes(reader.Field, RenameGraph(reader.Bytes));
            }
            else
            {
                writer.WriteRaw(reader.Wire);
            }
        }

        return writer.ToArray();
    }

    /// <summary>Renames a graph inside a node (the branch of an If, the body of a Loop), which may use the values around it.</summary>
    private byte[] RenameGraph(ReadOnlySpan<byte> graph)
    {
        var writer = new ProtobufWriter(graph.Length + 1024);
        var reader = new ProtobufReader(graph);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1:
                    _innerInputs.UnionWith(NamesOf(reader.Bytes, 1));
                    writer.WriteBytes(1, RenameNode(reader.Bytes));
                    break;
                case 5:
                    writer.WriteBytes(5, RenameField(reader.Bytes, 8));
                    break;
                case 12:
                    _innerInputs.UnionWith(NamesOf(reader.Bytes, 1));
                    writer.WriteBytes(12, RenameField(reader.Bytes, 1));
                    break;
                case 11 or 13:
                    writer.WriteBytes(reader.Field, RenameField(reader.Bytes, 1));
                    break;
                default:
                    writer.WriteRaw(reader.Wire);
                    break;
            }
        }

        return writer.ToArray();
    }
}
