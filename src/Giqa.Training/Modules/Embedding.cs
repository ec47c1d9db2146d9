using Giqa.Training.Torch;

namespace Giqa.Training.Modules;

/// <summary>A vector for each of a number of classes, as <c>torch.nn.Embedding</c>.</summary>
public sealed class Embedding : Layer
{
    private readonly Tensor _weight;

    /// <summary>Creates it with vectors from N(0, 1).</summary>
    public Embedding(long classes, long length) => _weight = AddParameter("weight", Tensor.RandomNormal(classes, length));

    /// <summary>classes x length.</summary>
    public Tensor Weight => _weight;

    /// <summary>Looks vectors up.</summary>
    /// <param name="input">64-bit class numbers.</param>
    public override Tensor Forward(Tensor input) => Op.Embedding.Call(_weight, input);
}
