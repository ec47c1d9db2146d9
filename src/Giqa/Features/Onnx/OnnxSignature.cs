namespace Giqa.Features.Onnx;

/// <summary>What a model's file says about its inputs and outputs.</summary>
/// <param name="Inputs">What a run must be given; constants that old exporters list among the inputs are left out.</param>
/// <param name="Outputs">What it can give.</param>
/// <param name="Metadata">What its maker wrote beside the graph, by key.</param>
internal sealed record OnnxSignature(IReadOnlyList<OnnxValue> Inputs, IReadOnlyList<OnnxValue> Outputs, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Reads a serialised model.</summary>
    /// <exception cref="FormatException">The bytes are not protobuf.</exception>
    internal static OnnxSignature Read(ReadOnlySpan<byte> model)
    {
        var metadata = new Dictionary<string, string>();
        var (inputs, outputs, constants) = (new List<OnnxValue>(), new List<OnnxValue>(), new HashSet<string>());
        var reader = new ProtobufReader(model);
        while (reader.Read())
        {
            // ModelProto: graph 7, metadata_props 14 (key 1, value 2).
            if (reader.Field == 7)
            {
                ReadGraph(reader.Bytes, inputs, outputs, constants);
            }
            else if (reader.Field == 14)
            {
                metadata[TextOf(reader.Bytes, 1)] = TextOf(reader.Bytes, 2);
            }
        }

        return new OnnxSignature([.. inputs.Where(input => !constants.Contains(input.Name))], outputs, metadata);
    }

    private static void ReadGraph(ReadOnlySpan<byte> graph, List<OnnxValue> inputs, List<OnnxValue> outputs, HashSet<string> constants)
    {
        // GraphProto: initializer 5 (name 8), input 11, output 12.
        var reader = new ProtobufReader(graph);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 5:
                    _ = constants.Add(TextOf(reader.Bytes, 8));
                    break;
                case 11:
                    inputs.Add(OnnxValue.Read(reader.Bytes));
                    break;
                case 12:
                    outputs.Add(OnnxValue.Read(reader.Bytes));
                    break;
                default:
                    break;
            }
        }
    }

    private static string TextOf(ReadOnlySpan<byte> message, int field)
    {
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader.Field == field)
            {
                return reader.Text;
            }
        }

        return string.Empty;
    }
}
