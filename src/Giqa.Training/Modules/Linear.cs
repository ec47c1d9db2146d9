using Giqa.Training.Torch;

namespace Giqa.Training.Modules;

/// <summary>A fully connected layer, as <c>torch.nn.Linear</c>.</summary>
internal sealed class Linear : Layer
{
    private readonly Tensor _weight;
    private readonly Tensor? _bias;

    /// <summary>Creates it with PyTorch's default initialisation.</summary>
    public Linear(long inputs, long outputs, bool bias = true)
    {
        _weight = AddParameter("weight", Initializer.LayerDefault([outputs, inputs], inputs));
        _bias = bias ? AddParameter("bias", Initializer.BiasDefault(outputs, inputs)) : null;
    }

    /// <summary>outputs x inputs.</summary>
    public Tensor Weight => _weight;

    /// <summary>One number for each output; null without a bias.</summary>
    public Tensor? Bias => _bias;

    /// <summary>Computes the output.</summary>
    /// <param name="input">... x inputs.</param>
    /// <returns>... x outputs.</returns>
    public override Tensor Forward(Tensor input) => Op.Linear.Call(input, _weight, _bias);
}
