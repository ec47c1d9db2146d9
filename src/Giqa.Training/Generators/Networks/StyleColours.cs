using Giqa.Numerics;
using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Training.Generators;

/// <summary>What a level of a style-based generator paints: a modulated 1 x 1 convolution to the image's channels.</summary>
internal sealed class StyleColours : Module
{
    private readonly ModulatedConv2d _convolution;
    private readonly Tensor _bias;

    internal StyleColours(GeneratorShape shape, int level)
    {
        _convolution = AddChild("convolution", new ModulatedConv2d(
            shape.StyleChannelsAt(level), shape.Channels, 1, shape.Latent, new ModulatedConvolutionOptions { Demodulate = false }));
        _bias = AddParameter("bias", Tensor.Zeros(1, shape.Channels, 1, 1));
    }

    internal Tensor Forward(Tensor x, Tensor style) => _convolution.Forward(x, style) + _bias;

    internal void InitializeWeights(SeededRandom random) => InitializeWeights(_convolution, random);

    /// <summary>Weights of unit size, which the layer scales when it uses them, and style scales near 1.</summary>
    internal static void InitializeWeights(ModulatedConv2d convolution, SeededRandom random)
    {
        foreach (var (name, tensor) in convolution.NamedParameters())
        {
            switch (name)
            {
                case "weight":
                    WeightDraw.Fill(tensor, random, 1);
                    break;
                case "style.weight":
                    WeightDraw.Fill(tensor, random, 1 / Math.Sqrt(tensor.Size(1)));
                    break;
                default:
                    WeightDraw.Fill(tensor, random, 0, mean: 1);
                    break;
            }
        }
    }
}
