using System.Security.Cryptography;

namespace Giqa.Features;

/// <summary>Makes a backbone from a network inside a model file rather than in the store.</summary>
internal static class EmbeddedBackbone
{
    /// <summary>Makes the backbone.</summary>
    /// <param name="name">The network's name in messages and reports.</param>
    /// <param name="model">The serialised ONNX model: one image input, and N x outputs as its first output, or what the pooling makes that of.</param>
    /// <param name="outputs">The length of a feature vector.</param>
    /// <param name="preprocessing">How pixels become its input.</param>
    /// <param name="pooling">How its output becomes a vector.</param>
    internal static Backbone Create(string name, byte[] model, int outputs, Preprocessing preprocessing, FeaturePooling pooling = FeaturePooling.None)
    {
        var description = new BackboneDescription
        {
            Name = name,
            Summary = "the model's own network",
            Licence = "the model's",
            Source = "inside the model file",
            FeatureCount = outputs,
            Preprocessing = preprocessing,
            Graph = "onnx in a model file",
            Pooling = pooling,
        };
        return new Backbone(description, Convert.ToHexStringLower(SHA256.HashData(model)), () => model);
    }
}
