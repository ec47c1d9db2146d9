using Giqa.Training.Torch;

namespace Giqa.Training.Modules;

/// <summary>
/// Instance norm whose scale and shift come from a style vector (Huang and Belongie 2017; Karras et al. 2019):
/// (1 + scale(style)) * norm(x) + shift(style), with one linear layer for both.
/// </summary>
internal sealed class AdaptiveInstanceNorm : Module
{
    private readonly InstanceNorm2d _norm;
    private readonly Linear _style;
    private readonly long _channels;

    /// <summary>Creates it.</summary>
    /// <param name="styleLength">The length of the style vector.</param>
    /// <param name="channels">Channels of the image.</param>
    public AdaptiveInstanceNorm(long styleLength, long channels)
    {
        _channels = channels;
        _norm = AddChild("norm", new InstanceNorm2d(channels));
        _style = AddChild("fc", new Linear(styleLength, 2 * channels));
    }

    /// <summary>Computes the output.</summary>
    /// <param name="input">N x C x H x W.</param>
    /// <param name="style">N x styleLength.</param>
    public Tensor Forward(Tensor input, Tensor style)
    {
        var figures = _style.Forward(style).Reshape(-1, 2 * _channels, 1, 1);
        var scale = figures.Narrow(1, 0, _channels) + 1;
        return (_norm.Forward(input) * scale) + figures.Narrow(1, _channels, _channels);
    }
}
