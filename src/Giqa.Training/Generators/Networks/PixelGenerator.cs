using Giqa.Numerics;
using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Training.Generators;

/// <summary>A small U-Net in the manner of pix2pix (Isola et al., 2017): convolutions down, two in the middle, transposed ones up, each beside its counterpart.</summary>
internal sealed class PixelGenerator : GeneratorNetwork
{
    internal const int MiddleLayers = 2;
    internal const float Slope = 0.2f;
    private const long Kernel = 4;

    private readonly int _levels;
    private readonly Conv2d[] _down;
    private readonly BatchNorm2d[] _downNorms;
    private readonly Conv2d[] _middle;
    private readonly BatchNorm2d[] _middleNorms;
    private readonly ConvTranspose2d[] _up;
    private readonly BatchNorm2d[] _upNorms;
    private readonly ConvTranspose2d _out;

    internal PixelGenerator(GeneratorShape shape)
    {
        var top = shape.Levels - 1;
        _levels = shape.Levels;
        _down = [.. Enumerable.Range(0, shape.Levels).Select(level => AddChild($"down{level}", new Conv2d(
            level == top ? shape.ConditionChannels : shape.ChannelsAt(level + 1), shape.ChannelsAt(level), Kernel, 2, 1, bias: level == top)))];
        _downNorms = [.. Enumerable.Range(0, top).Select(level => AddChild($"down_norm{level}", new BatchNorm2d(shape.ChannelsAt(level))))];
        _middle = [.. Enumerable.Range(0, MiddleLayers).Select(i => AddChild($"middle{i}", new Conv2d(shape.ChannelsAt(0), shape.ChannelsAt(0), 3, 1, 1, bias: false)))];
        _middleNorms = [.. Enumerable.Range(0, MiddleLayers).Select(i => AddChild($"middle_norm{i}", new BatchNorm2d(shape.ChannelsAt(0))))];
        _up = [.. Enumerable.Range(0, top).Select(level => AddChild($"up{level}", new ConvTranspose2d(2L * shape.ChannelsAt(level), shape.ChannelsAt(level + 1), Kernel, 2, 1, bias: false)))];
        _upNorms = [.. Enumerable.Range(0, top).Select(level => AddChild($"up_norm{level}", new BatchNorm2d(shape.ChannelsAt(level + 1))))];
        _out = AddChild("out", new ConvTranspose2d(2L * shape.ChannelsAt(top), shape.Channels, Kernel, 2, 1));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        var x = input;
        var skips = new Stack<Tensor>();
        for (var level = _levels - 1; level >= 0; level--)
        {
            x = _down[level].Forward(x);
            x = Op.LeakyRelu.Call(level == _levels - 1 ? x : _downNorms[level].Forward(x), (double)Slope);
            skips.Push(x);
        }

        for (var i = 0; i < MiddleLayers; i++)
        {
            x = Op.Relu.Call(_middleNorms[i].Forward(_middle[i].Forward(x)));
        }

        for (var level = 0; level < _levels - 1; level++)
        {
            x = Op.Relu.Call(_upNorms[level].Forward(_up[level].Forward(Tensor.Concatenate([x, skips.Pop()], axis: 1))));
        }

        return Op.HyperbolicTangent.Call(_out.Forward(Tensor.Concatenate([x, skips.Pop()], axis: 1)));
    }

    internal override void InitializeWeights(SeededRandom random) => WeightDraw.Dcgan(this, random);
}
