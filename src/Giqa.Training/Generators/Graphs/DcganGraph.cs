namespace Giqa.Training.Generators;

/// <summary>The network of <see cref="DcganGenerator"/>, after training.</summary>
internal static class DcganGraph
{
    internal static string Build(GraphLayers layers, GeneratorShape shape)
    {
        var latent = layers.Input(GeneratorGraph.Latent, "batch", $"{shape.Latent}");
        var x = layers.Multiply(latent, layers.OptionalInput(GeneratorGraph.Truncation, 1));
        x = layers.Reshape(layers.Linear("project", x), 0, shape.ChannelsAt(0), shape.Base, shape.Base);
        x = layers.Relu(layers.BatchNorm("norm0", x));
        for (var level = 1; level < shape.Levels; level++)
        {
            x = layers.Relu(layers.BatchNorm($"norm{level}", layers.Doubling($"up{level}", x, bias: false)));
        }

        return layers.Tanh(layers.Doubling("out", x, bias: true));
    }
}
