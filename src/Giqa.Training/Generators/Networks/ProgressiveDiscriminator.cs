using Giqa.Numerics;
using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Training.Generators;

/// <summary>
/// PGGAN's discriminator (Karras et al., 2018): the generator's mirror image, which grows with it, and sees how much small groups of images differ,
/// so that samples alike are found out. For a generator that does not grow it has the whole side from the start.
/// </summary>
internal sealed class ProgressiveDiscriminator : DiscriminatorNetwork
{
    private const double Slope = 0.2;

    private readonly GeneratorShape _shape;
    private readonly int _group;
    private readonly (EqualizedConv2d First, EqualizedConv2d Second)[] _levels;
    private readonly int _first;
    private readonly EqualizedConv2d[] _colours;
    private readonly EqualizedConv2d _end;
    private readonly EqualizedLinear _join;
    private readonly EqualizedLinear _verdict;
    private readonly Tensor _growth;

    internal ProgressiveDiscriminator(GeneratorShape shape, int batch)
    {
        (_shape, _group) = (shape, GroupSpread.SizeFor(batch));
        var last = shape.StyleChannelsAt(0);
        _first = shape.Kind == GeneratorKind.Pggan ? Growth.First : shape.Levels;
        _growth = AddBuffer("growth", Initializer.Constant(_first, 1));
        _colours = [.. Enumerable.Range(_first, shape.Levels - _first + 1).Select(level => AddChild($"colours{level}", new EqualizedConv2d(shape.Channels, shape.StyleChannelsAt(level), 1)))];
        _levels = [.. Enumerable.Range(1, shape.Levels).Select(level => (
            AddChild($"level{level}a", new EqualizedConv2d(shape.StyleChannelsAt(level), shape.StyleChannelsAt(level), 3)),
            AddChild($"level{level}b", new EqualizedConv2d(shape.StyleChannelsAt(level), shape.StyleChannelsAt(level - 1), 3))))];
        _end = AddChild("end", new EqualizedConv2d(last + 1, last, 3));
        _join = AddChild("join", new EqualizedLinear((long)last * shape.Base * shape.Base, last));
        _verdict = AddChild("verdict", new EqualizedLinear(last, 1, gain: 1));
    }

    private Growth Grown => Growth.From(_growth.ToSingle()[0]);

    /// <summary>Judges images.</summary>
    /// <param name="input">N x channels x the side of the level at hand.</param>
    /// <returns>Logits, N x 1; positive for real.</returns>
    public override Tensor Forward(Tensor input)
    {
        var growth = Grown;
        var x = Activate(_colours[growth.Level - _first].Forward(input));
        for (var level = growth.Level; level >= 1; level--)
        {
            var (first, second) = _levels[level - 1];
            x = Halve(Activate(second.Forward(Activate(first.Forward(x)))));
            if (level == growth.Level && growth.IsFading)
            {
                x = (x * growth.Share) + (Activate(_colours[level - 1 - _first].Forward(Halve(input))) * (1 - growth.Share));
            }
        }

        x = Activate(_end.Forward(GroupSpread.Append(x, _group)));
        return _verdict.Forward(Activate(_join.Forward(x.Flatten()))).To(ElementType.Float32);
    }

    /// <summary>Brought to the level's side; where the level is not all there, real images are as blurred as generated ones.</summary>
    internal override Tensor ShowReal(Tensor images)
    {
        var (growth, shown) = (Grown, ShowFake(images));
        return growth.IsFading ? (shown * growth.Share) + (Upsample.Nearest(Halve(shown), 2) * (1 - growth.Share)) : shown;
    }

    /// <summary>Brought to the level's side, from which the generator enlarged them.</summary>
    internal override Tensor ShowFake(Tensor images)
    {
        var factor = 1L << (_shape.Levels - Grown.Level);
        return factor == 1 ? images : Op.AveragePool.Call(images, (long[])[factor, factor]);
    }

    internal override void Grow(Growth growth) => WeightDraw.Fill(_growth, new SeededRandom(0), 0, growth.Position);

    internal override void InitializeWeights(SeededRandom random) => WeightDraw.Equal(this, random);

    private static Tensor Halve(Tensor x) => Op.AveragePool.Call(x, (long[])[2, 2]);

    private static Tensor Activate(Tensor x) => Op.LeakyRelu.Call(x, Slope);
}
