using Giqa.Numerics;
using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Training.Generators;

/// <summary>A small SPADE generator (Park et al., 2019), without an encoder: it starts from the small map of labels, and every block sees the map at its own side.</summary>
internal sealed class SpadeGenerator : GeneratorNetwork
{
    internal const float Slope = 0.2f;

    private readonly GeneratorShape _shape;
    private readonly Conv2d _start;
    private readonly SpadeBlock[] _blocks;
    private readonly Conv2d _out;

    internal SpadeGenerator(GeneratorShape shape)
    {
        _shape = shape;
        _start = AddChild("start", new Conv2d(LabelMaps.Count, shape.StyleChannelsAt(0), 3, 1, 1));
        _blocks = [.. Enumerable.Range(0, shape.Levels + 1).Select(level => AddChild(
            $"block{level}",
            new SpadeBlock(shape.StyleChannelsAt(Math.Max(level - 1, 0)), shape.StyleChannelsAt(level), shape.Width)))];
        _out = AddChild("out", new Conv2d(shape.StyleChannelsAt(shape.Levels), shape.Channels, 3, 1, 1));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        var planes = LabelPlanes.Of(input);
        var x = _start.Forward(At(planes, 0));
        for (var level = 0; level <= _shape.Levels; level++)
        {
            x = _blocks[level].Forward(level == 0 ? x : Upsample.Nearest(x, 2), At(planes, level));
        }

        return Op.HyperbolicTangent.Call(_out.Forward(Op.LeakyRelu.Call(x, (double)Slope)));
    }

    internal override void InitializeWeights(SeededRandom random) => WeightDraw.Dcgan(this, random);

    /// <summary>The share of each label in each pixel of a level.</summary>
    private Tensor At(Tensor planes, int level)
    {
        var factor = 1L << (_shape.Levels - level);
        return factor == 1 ? planes : Op.AveragePool.Call(planes, (long[])[factor, factor]);
    }
}
