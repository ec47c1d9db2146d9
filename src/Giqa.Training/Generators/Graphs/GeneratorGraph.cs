namespace Giqa.Training.Generators;

/// <summary>Writes a generator as an ONNX network that anyone can run.</summary>
/// <remarks>
/// Input <c>latent</c> (batch x latent, standard normal) and optionally <c>truncation</c> (one number, 1 when not given), or for a
/// conditional generator <c>condition</c> (batch x 1 x side x side, 0..1); output <c>image</c> (batch x channels x side x side), -1..1
/// apart from what a generator without a squashing last layer leaves beyond.
/// </remarks>
internal static class GeneratorGraph
{
    internal const string Latent = "latent";
    internal const string Truncation = "truncation";
    internal const string Condition = "condition";

    /// <summary>Writes the model.</summary>
    /// <returns>An ONNX file's bytes.</returns>
    /// <exception cref="ModelFileException">A tensor is missing.</exception>
    public static byte[] Write(GeneratorWeights weights)
    {
        var layers = new GraphLayers(weights);
        var image = weights.Shape.Kind switch
        {
            GeneratorKind.Stylegan => StyleGraph.Build(layers, weights),
            GeneratorKind.Pix2pix => PixelGraph.Build(layers, weights.Shape),
            GeneratorKind.Spade => new SpadeGraph(layers, weights.Shape).Build(),
            GeneratorKind.Pix2pixhd => new HdGraph(layers, weights).Build(),
            GeneratorKind.Pggan => ProgressiveGraph.Build(layers, weights),
            _ => DcganGraph.Build(layers, weights.Shape),
        };
        return layers.ToModel(image);
    }

    /// <summary>Inputs and output in words.</summary>
    public static string Describe(GeneratorShape shape)
    {
        var input = shape.IsConditional
            ? $"{Condition} (batch x {shape.ConditionChannels} x {shape.Size} x {shape.Size}, 0..1)"
            : $"{Latent} (batch x {shape.Latent}, standard normal) and {Truncation} (one number, 1 when not given)";
        return $"{input} to image (batch x {shape.Channels} x {shape.Size} x {shape.Size}, -1..1)";
    }
}
