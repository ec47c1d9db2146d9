using Giqa.Features.Onnx;

namespace Giqa.Features.ResNet;

/// <summary>
/// ResNet-18 as ML.NET publishes it, cut to what makes features: the means and standard deviations over the pixels at the ends of
/// its four stages. It is written for an old operator set; what newer ones no longer have is taken out.
/// </summary>
internal static class ResNetNetwork
{
    /// <summary>Columns and rows of the input.</summary>
    internal const int InputSize = 224;

    private const string Input = "x";
    private const string Features = "features";
    private const string Prefix = "resnet/";

    // An attribute of BatchNormalization that said what is now always so, and that runtimes refuse since operator set 9.
    private const string DroppedAttribute = "spatial";

    /// <summary>The ends of the stages.</summary>
    internal static IReadOnlyList<string> Taps { get; } = ["ReLU283", "ReLU315", "ReLU347", "ReLU393"];

    /// <summary>The widths of the features' parts: of every tap the means, then the deviations.</summary>
    internal static IReadOnlyList<int> Blocks { get; } = [64, 64, 128, 128, 256, 256, 512, 512];

    /// <summary>Builds the graph: input <c>x</c> [n, 3, 224, 224], red first, means subtracted; output <c>features</c> [n, 1920].</summary>
    /// <param name="published">The published file.</param>
    /// <exception cref="ModelFileException">It is no such network.</exception>
    internal static byte[] Build(ReadOnlySpan<byte> published)
    {
        OnnxPart part;
        try
        {
            part = OnnxPart.Read(published, Prefix);
            Modernise(part);
        }
        catch (FormatException e)
        {
            throw new ModelFileException($"the network of {ResNetBackbone.Name} cannot be read: {e.Message}", e);
        }

        var graph = new OnnxGraph(ResNetBackbone.Name);
        _ = graph.AddInput(Input, "n", "3", $"{InputSize}", $"{InputSize}");
        _ = graph.AddPart(part, graph.AddNode("Gather", "blue_first", [Input, graph.AddConstant("channels", [3], new long[] { 2, 1, 0 })], OnnxAttribute.Integer("axis", 1)));
        string[] parts = [.. Taps.SelectMany(tap => Pool(graph, tap))];
        _ = graph.AddNode("Concat", Features, parts, OnnxAttribute.Integer("axis", 1));
        graph.AddOutput(Features, "n", $"{Blocks.Sum()}");
        return graph.ToModel();
    }

    private static string[] Pool(OnnxGraph graph, string tap)
    {
        var value = $"{Prefix}{tap}_Output_0";
        var mean = graph.AddNode("GlobalAveragePool", $"{tap}_mean", [value]);
        var apart = graph.AddNode("Sub", $"{tap}_apart", [value, mean]);
        var squares = graph.AddNode("Mul", $"{tap}_squares", [apart, apart]);
        var deviation = graph.AddNode("Sqrt", $"{tap}_deviation", [graph.AddNode("GlobalAveragePool", $"{tap}_variance", [squares])]);
        return [Flatten(mean), Flatten(deviation)];

        string Flatten(string pooled) => graph.AddNode("Flatten", $"{pooled}s", [pooled], OnnxAttribute.Integer("axis", 1));
    }

    private static void Modernise(OnnxPart part)
    {
        for (var i = 0; i < part.Nodes.Count; i++)
        {
            part.Nodes[i] = part.Nodes[i] with { Fields = WithoutOldAttribute(part.Nodes[i].Fields) };
        }

        var operatorSet = new ProtobufWriter();
        operatorSet.WriteMessage(8, field => field.WriteInteger(2, OnnxGraph.OperatorSet));
        part.ModelFields.Clear();
        part.ModelFields.Add(operatorSet.ToArray());
    }

    /// <summary>A node without the attribute (NodeProto: attribute 5; AttributeProto: name 1).</summary>
    private static byte[] WithoutOldAttribute(byte[] node)
    {
        var writer = new ProtobufWriter(node.Length);
        var reader = new ProtobufReader(node);
        while (reader.Read())
        {
            if (reader.Field != 5 || NameOf(reader.Bytes) != DroppedAttribute)
            {
                writer.WriteRaw(reader.Wire);
            }
        }

        return writer.ToArray();
    }

    private static string NameOf(ReadOnlySpan<byte> attribute)
    {
        var reader = new ProtobufReader(attribute);
        while (reader.Read())
        {
            if (reader.Field == 1)
            {
                return reader.Text;
            }
        }

        return string.Empty;
    }
}
