using Giqa.Numerics;
using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Training.Generators;

/// <summary>A layer of a style-based generator: a modulated convolution, noise, a bias and a leaky ReLU. The first of every level but the lowest doubles the side.</summary>
internal sealed class StyleLayer : Module
{
    private readonly ModulatedConv2d _convolution;
    private readonly Tensor _bias;
    private readonly Tensor _strength;
    private readonly Tensor _noise;
    private readonly long _side;

    internal StyleLayer(GeneratorShape shape, int level, bool doubles)
    {
        var channels = shape.StyleChannelsAt(level);
        _side = (long)shape.Base << level;
        _convolution = AddChild("convolution", new ModulatedConv2d(
            shape.StyleChannelsAt(doubles ? level - 1 : level), channels, 3, shape.Latent, new ModulatedConvolutionOptions { Upsample = doubles }));
        _bias = AddParameter("bias", Tensor.Zeros(1, channels, 1, 1));
        _strength = AddParameter("strength", Tensor.Zeros(1));
        _noise = AddBuffer("noise", Tensor.Zeros(1, 1, _side, _side));
    }

    /// <param name="x">The level before.</param>
    /// <param name="style">N x style.</param>
    /// <param name="random">New noise for each image; null takes the fixed one.</param>
    internal Tensor Forward(Tensor x, Tensor style, SeededRandom? random)
    {
        var noise = random is null ? _noise : WeightDraw.Normal(random, 1, 0, style.Size(0), 1, _side, _side).To(_noise.Device);
        x = _convolution.Forward(x, style) + (noise * _strength) + _bias;
        return Op.LeakyRelu.Call(x, (double)StyleGenerator.Slope) * StyleGenerator.Gain;
    }

    internal void InitializeWeights(SeededRandom random)
    {
        StyleColours.InitializeWeights(_convolution, random);
        WeightDraw.Fill(_noise, random, 1);
    }
}
