using System.Security.Cryptography;
using System.Text;

namespace Giqa.Features;

/// <summary>A network that turns an image into a feature vector: its weights, which of its outputs, and its preprocessing.</summary>
/// <remarks>Immutable and safe to share between threads. Weights are read when an extractor is made from it.</remarks>
public sealed class Backbone
{
    private readonly Func<byte[]> _loadModel;

    internal Backbone(BackboneDescription description, string weightsHash, Func<byte[]> loadModel)
    {
        Description = description;
        WeightsHash = weightsHash;
        _loadModel = loadModel;
        var identity = $"giqa backbone 1\n{weightsHash}\n{description.Graph}\n{description.Pooling}\n{description.Preprocessing.Describe()}\n";
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)));
    }

    /// <summary>The name to open it by.</summary>
    public string Name => Description.Name;

    /// <summary>
    /// The SHA-256 over weights, graph, output and preprocessing, as 64 hexadecimal digits. Features may be compared
    /// only when their fingerprints agree.
    /// </summary>
    public string Fingerprint { get; }

    /// <summary>The SHA-256 of the weight files, as 64 hexadecimal digits.</summary>
    public string WeightsHash { get; }

    /// <summary>D, the length of a feature vector.</summary>
    public int FeatureCount => Description.FeatureCount;

    /// <summary>How pixels become its input.</summary>
    public Preprocessing Preprocessing => Description.Preprocessing;

    /// <summary>The licence of the weights.</summary>
    public string Licence => Description.Licence;

    /// <summary>Where the weights come from.</summary>
    public string Source => Description.Source;

    /// <summary>True for the Inception network behind published FID and GIQA figures.</summary>
    public bool IsPaperBackbone => Description.IsPaperBackbone;

    internal BackboneDescription Description { get; }

    /// <summary>The same network with different preprocessing, and so a different fingerprint.</summary>
    /// <exception cref="GiqaException">The input's size or order of axes would change, which the network determines.</exception>
    public Backbone WithPreprocessing(Preprocessing preprocessing)
    {
        ArgumentNullException.ThrowIfNull(preprocessing);
        var own = Preprocessing;
        if (preprocessing.Width != own.Width || preprocessing.Height != own.Height || preprocessing.Layout != own.Layout)
        {
            throw new GiqaException($"{Name} takes images of {own.Width} x {own.Height} pixels, {own.Layout}; a preprocessing cannot change that");
        }

        return new Backbone(Description with { Preprocessing = preprocessing }, WeightsHash, _loadModel);
    }

    /// <summary>The serialised ONNX model whose first output makes the features.</summary>
    internal byte[] LoadModel() => _loadModel();
}

/// <summary>A backbone's properties that are known without reading its weights.</summary>
internal sealed record BackboneDescription
{
    internal required string Name { get; init; }

    internal required string Summary { get; init; }

    internal required string Licence { get; init; }

    internal required string Source { get; init; }

    internal required int FeatureCount { get; init; }

    internal required Preprocessing Preprocessing { get; init; }

    /// <summary>How the graph is made from the weights and which output is taken: part of the fingerprint.</summary>
    internal required string Graph { get; init; }

    /// <summary>How the network's output becomes a vector.</summary>
    internal FeaturePooling Pooling { get; init; }

    internal bool IsPaperBackbone { get; init; }

    /// <summary>The widths of the layers whose features are concatenated; empty for one layer, or if unknown.</summary>
    internal IReadOnlyList<int> Blocks { get; init; } = [];
}

/// <summary>How the output of a network becomes one vector per image.</summary>
public enum FeaturePooling
{
    /// <summary>The output is already a vector: N x D.</summary>
    None,

    /// <summary>The mean over rows and columns of N x D x H x W (N x H x W x D if the input has its channels last).</summary>
    SpatialMean,

    /// <summary>The first token of N x T x D, a transformer's class token.</summary>
    FirstToken,

    /// <summary>The mean over the tokens of N x T x D.</summary>
    TokenMean,
}
