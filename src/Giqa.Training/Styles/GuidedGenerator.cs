using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Training.Styles;

/// <summary>A source and a style vector to an image: an encoder, two residual blocks and two enlargements with adaptive instance normalisation.</summary>
internal sealed class GuidedGenerator : Module
{
    private const int Residuals = 2;

    private readonly Sequential _content;
    private readonly List<(AdaptiveInstanceNorm Norm, Conv2d Convolution)> _blocks = [];
    private readonly Upsample _double = new();
    private readonly Conv2d _image;

    internal GuidedGenerator(int width)
    {
        _content = AddChild("content", StyleBlocks.Content(width, normalize: true));
        foreach (var (inputs, outputs) in ((int, int)[])[(4, 4), (4, 4), (4, 2), (2, 1)])
        {
            var number = _blocks.Count;
            _blocks.Add((
                AddChild($"norm{number}", new AdaptiveInstanceNorm(StyleBlocks.StyleLength, inputs * width)),
                AddChild($"convolution{number}", new Conv2d(inputs * width, outputs * width, 3, 1, 1))));
        }

        _image = AddChild("image", new Conv2d(width, 3, 3, 1, 1));
    }

    /// <summary>Renders sources, -1..1, in styles.</summary>
    internal Tensor Forward(Tensor sources, Tensor styles)
    {
        var map = _content.Forward(sources);
        for (var i = 0; i < _blocks.Count; i++)
        {
            var (norm, convolution) = _blocks[i];
            var active = Op.LeakyRelu.Call(norm.Forward(map, styles), StyleBlocks.Slope);
            map = i < Residuals ? map + convolution.Forward(active) : convolution.Forward(_double.Forward(active));
        }

        return Op.HyperbolicTangent.Call(_image.Forward(Op.LeakyRelu.Call(map, StyleBlocks.Slope)));
    }
}
