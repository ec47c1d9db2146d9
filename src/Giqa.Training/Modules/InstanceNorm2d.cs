using Giqa.Training.Torch;

namespace Giqa.Training.Modules;

/// <summary>Each channel of each image normalised separately, as in <c>torch.nn.InstanceNorm2d</c>.</summary>
internal sealed class InstanceNorm2d : Layer
{
    private readonly Tensor? _weight;
    private readonly Tensor? _bias;
    private readonly double _epsilon;

    /// <summary>Creates it.</summary>
    /// <param name="channels">Channels of the input.</param>
    /// <param name="affine">Whether each channel is then scaled and shifted by parameters.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public InstanceNorm2d(long channels, bool affine = false, double epsilon = 1e-5)
    {
        _epsilon = epsilon;
        _weight = affine ? AddParameter("weight", Initializer.Constant(1, channels)) : null;
        _bias = affine ? AddParameter("bias", Initializer.Constant(0, channels)) : null;
    }

    /// <summary>Added to the variance.</summary>
    public double Epsilon => _epsilon;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Op.InstanceNorm.Call(input, _weight, _bias, default(Tensor), default(Tensor), true, 0.1, _epsilon, false);
}
