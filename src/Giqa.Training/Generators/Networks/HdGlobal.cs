using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Training.Generators;

/// <summary>The global network of <see cref="HdGenerator"/>: a convolutional front, residual blocks, a transposed convolutional back, at half the image's side.</summary>
internal sealed class HdGlobal : Module
{
    internal const int Blocks = 3;
    private const int MostHalvings = 2;

    private readonly Conv2d _start;
    private readonly Conv2d[] _down;
    private readonly HdBlock[] _blocks;
    private readonly ConvTranspose2d[] _up;
    private readonly Conv2d _out;

    internal HdGlobal(GeneratorShape shape)
    {
        long width = 2L * shape.Width;
        var halvings = Halvings(shape);
        _start = AddChild("start", new Conv2d(LabelMaps.Count, width, 3, 1, 1, bias: false));
        _down = [.. Enumerable.Range(0, halvings).Select(i => AddChild($"down{i}", new Conv2d(width << i, width << (i + 1), 4, 2, 1, bias: false)))];
        _blocks = [.. Enumerable.Range(0, Blocks).Select(i => AddChild($"block{i}", new HdBlock(width << halvings)))];
        _up = [.. Enumerable.Range(0, halvings).Select(i => AddChild($"up{i}", new ConvTranspose2d(width << (halvings - i), width << (halvings - i - 1), 4, 2, 1, bias: false)))];
        _out = AddChild("out", new Conv2d(width, shape.Channels, 3, 1, 1));
    }

    /// <summary>How often it halves its side before the residual blocks.</summary>
    internal static int Halvings(GeneratorShape shape) => Math.Min(shape.Levels - 1, MostHalvings);

    /// <summary>The last features, from which the image is painted and on which the enhancer builds.</summary>
    /// <param name="planes">N x 9 x half the side: the share of each label.</param>
    internal Tensor Forward(Tensor planes)
    {
        var x = HdBlock.Activate(_start.Forward(planes));
        x = _down.Aggregate(x, (x, down) => HdBlock.Activate(down.Forward(x)));
        x = _blocks.Aggregate(x, (x, block) => block.Forward(x));
        return _up.Aggregate(x, (x, up) => HdBlock.Activate(up.Forward(x)));
    }

    /// <summary>Its own image, of half the side.</summary>
    internal Tensor Paint(Tensor features) => Op.HyperbolicTangent.Call(_out.Forward(features));
}

/// <summary>A residual block: two convolutions, each normalised for each image and channel, beside a shortcut.</summary>
internal sealed class HdBlock : Module
{
    private readonly Conv2d _convolution0;
    private readonly Conv2d _convolution1;

    internal HdBlock(long channels)
    {
        _convolution0 = AddChild("convolution0", new Conv2d(channels, channels, 3, 1, 1, bias: false));
        _convolution1 = AddChild("convolution1", new Conv2d(channels, channels, 3, 1, 1, bias: false));
    }

    /// <summary>What follows every convolution but the last of a block and those that paint.</summary>
    internal static Tensor Activate(Tensor x) => Op.Relu.Call(SpadeNorm.Normalise(x));

    internal Tensor Forward(Tensor x) => x + SpadeNorm.Normalise(_convolution1.Forward(Activate(_convolution0.Forward(x))));
}
