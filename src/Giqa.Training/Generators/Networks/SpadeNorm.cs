using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Training.Generators;

/// <summary>
/// Spatially-adaptive normalisation (Park 2019 eq. 1): each channel normalised, then scaled and shifted at each pixel by what two
/// convolutions make of the map of labels there. What is normalised is each image for itself.
/// </summary>
internal sealed class SpadeNorm : Module
{
    internal const float Epsilon = 1e-5f;

    private readonly Conv2d _shared;
    private readonly Conv2d _scale;
    private readonly Conv2d _shift;

    internal SpadeNorm(long channels, long hidden)
    {
        _shared = AddChild("shared", new Conv2d(LabelMaps.Count, hidden, 3, 1, 1));
        _scale = AddChild("scale", new Conv2d(hidden, channels, 3, 1, 1));
        _shift = AddChild("shift", new Conv2d(hidden, channels, 3, 1, 1));
    }

    /// <param name="x">N x channels x H x W.</param>
    /// <param name="labels">N x 9 x H x W: the share of each label.</param>
    internal Tensor Forward(Tensor x, Tensor labels)
    {
        var seen = Op.Relu.Call(_shared.Forward(labels));
        var (scale, shift) = (_scale.Forward(seen), _shift.Forward(seen));
        return (Normalise(x) * (scale + 1)) + shift;
    }

    /// <summary>Each channel of each image for itself.</summary>
    internal static Tensor Normalise(Tensor x)
    {
        using var exact = new FullPrecision();
        return Op.InstanceNorm.Call(x.To(ElementType.Float32), default(Tensor), default(Tensor), default(Tensor), default(Tensor), true, 0.1, (double)Epsilon, false);
    }
}

/// <summary>SPADE's residual block (Park et al. 2019, figure 4): two normalised convolutions beside a shortcut.</summary>
internal sealed class SpadeBlock : Module
{
    private readonly SpadeNorm _norm0;
    private readonly SpadeNorm _norm1;
    private readonly SpadeNorm? _normShort;
    private readonly Conv2d _convolution0;
    private readonly Conv2d _convolution1;
    private readonly Conv2d? _short;

    internal SpadeBlock(long inputs, long outputs, long hidden)
    {
        var middle = Math.Min(inputs, outputs);
        _norm0 = AddChild("norm0", new SpadeNorm(inputs, hidden));
        _convolution0 = AddChild("convolution0", new Conv2d(inputs, middle, 3, 1, 1));
        _norm1 = AddChild("norm1", new SpadeNorm(middle, hidden));
        _convolution1 = AddChild("convolution1", new Conv2d(middle, outputs, 3, 1, 1));
        _normShort = inputs == outputs ? null : AddChild("norm_short", new SpadeNorm(inputs, hidden));
        _short = inputs == outputs ? null : AddChild("short", new Conv2d(inputs, outputs, 1, 1, 0, bias: false));
    }

    internal Tensor Forward(Tensor x, Tensor labels)
    {
        var y = _convolution0.Forward(Activate(_norm0.Forward(x, labels)));
        y = _convolution1.Forward(Activate(_norm1.Forward(y, labels)));
        return y + (_short is null ? x : _short.Forward(_normShort!.Forward(x, labels)));
    }

    private static Tensor Activate(Tensor x) => Op.LeakyRelu.Call(x, (double)SpadeGenerator.Slope);
}
