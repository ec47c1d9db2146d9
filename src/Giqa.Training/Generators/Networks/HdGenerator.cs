using Giqa.Numerics;
using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Training.Generators;

/// <summary>
/// A small coarse-to-fine generator in the manner of pix2pixHD (Wang et al., 2018): a global network makes half the side of the image, and a local
/// enhancer, which adds its own first features to the global network's last, the whole. The global network is trained first, then the enhancer, then both.
/// </summary>
internal sealed class HdGenerator : GeneratorNetwork
{
    /// <summary>Growth: the global network alone, whose images are enlarged.</summary>
    internal const int GlobalAlone = 1;

    /// <summary>Growth: the enhancer learns, the global network stays as it is.</summary>
    internal const int EnhancerAlone = 2;

    /// <summary>Growth: both learn.</summary>
    internal const int Together = 3;

    /// <summary>Residual blocks of the enhancer.</summary>
    internal const int FineBlocks = 2;

    private const string Global = "global";
    private const string GlobalImage = "global-image";

    private readonly HdGlobal _global;
    private readonly Conv2d _start;
    private readonly Conv2d _down;
    private readonly HdBlock[] _blocks;
    private readonly ConvTranspose2d _up;
    private readonly Conv2d _out;
    private readonly Tensor _growth;

    internal HdGenerator(GeneratorShape shape)
    {
        long width = shape.Width;
        _growth = AddBuffer("growth", Initializer.Constant(GlobalAlone, 1));
        _global = AddChild("global", new HdGlobal(shape));
        _start = AddChild("start", new Conv2d(LabelMaps.Count, width, 3, 1, 1, bias: false));
        _down = AddChild("down", new Conv2d(width, 2 * width, 4, 2, 1, bias: false));
        _blocks = [.. Enumerable.Range(0, FineBlocks).Select(i => AddChild($"block{i}", new HdBlock(2 * width)))];
        _up = AddChild("up", new ConvTranspose2d(2 * width, width, 4, 2, 1, bias: false));
        _out = AddChild("out", new Conv2d(width, shape.Channels, 3, 1, 1));
    }

    private int Grown => (int)_growth.ToSingle()[0];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        var planes = LabelPlanes.Of(input);
        var coarse = _global.Forward(Op.AveragePool.Call(planes, (long[])[2, 2]));
        if (Grown == GlobalAlone)
        {
            return Upsample.Nearest(_global.Paint(coarse), 2);
        }

        var x = HdBlock.Activate(_down.Forward(HdBlock.Activate(_start.Forward(planes)))) + coarse;
        x = _blocks.Aggregate(x, (x, block) => block.Forward(x));
        return Op.HyperbolicTangent.Call(_out.Forward(HdBlock.Activate(_up.Forward(x))));
    }

    internal override IReadOnlyList<ParameterGroup> Groups() =>
    [
        .. NamedParameters()
            .GroupBy(
                parameter => parameter.Key.StartsWith("global.out.", StringComparison.Ordinal) ? GlobalImage : parameter.Key.StartsWith("global.", StringComparison.Ordinal) ? Global : ParameterGroup.Main,
                parameter => parameter.Value)
            .Select(group => new ParameterGroup(group.Key, [.. group], 1)),
    ];

    internal override bool Trains(string group) => group switch
    {
        GlobalImage => Grown == GlobalAlone,
        Global => Grown != EnhancerAlone,
        _ => Grown != GlobalAlone,
    };

    internal override void Grow(Growth growth)
    {
        WeightDraw.Fill(_growth, new SeededRandom(0), 0, growth.Position);
        _global.RequireGradients(growth.Level != EnhancerAlone);
    }

    internal override void InitializeWeights(SeededRandom random) => WeightDraw.Dcgan(this, random);
}
