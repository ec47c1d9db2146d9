using Giqa.Numerics;
using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Training.Generators;

/// <summary>
/// A small PGGAN (Karras et al., 2018): levels of two convolutions with pixel norm and equalised learning rate, the last of which come in one after
/// the other. Its images have the whole side from the start: those of a lower level are enlarged.
/// </summary>
internal sealed class ProgressiveGenerator : GeneratorNetwork
{
    internal const float Slope = 0.2f;
    internal const double ColourGain = 1;

    /// <summary>Karras et al. draw the first layer smaller.</summary>
    internal const double FirstGain = Equalized.Gain / 4;

    private readonly GeneratorShape _shape;
    private readonly EqualizedLinear _project;
    private readonly EqualizedConv2d _start;
    private readonly (EqualizedConv2d First, EqualizedConv2d Second)[] _levels;
    private readonly EqualizedConv2d[] _colours;
    private readonly Tensor _growth;

    internal ProgressiveGenerator(GeneratorShape shape)
    {
        _shape = shape;
        var first = shape.StyleChannelsAt(0);
        _growth = AddBuffer("growth", Initializer.Constant(Growth.First, 1));
        _project = AddChild("project", new EqualizedLinear(shape.Latent, (long)first * shape.Base * shape.Base, FirstGain));
        _start = AddChild("start", new EqualizedConv2d(first, first, 3));
        _levels = [.. Enumerable.Range(1, shape.Levels).Select(level => (
            AddChild($"level{level}a", new EqualizedConv2d(shape.StyleChannelsAt(level - 1), shape.StyleChannelsAt(level), 3)),
            AddChild($"level{level}b", new EqualizedConv2d(shape.StyleChannelsAt(level), shape.StyleChannelsAt(level), 3))))];
        _colours = [.. Enumerable.Range(1, shape.Levels).Select(level => AddChild($"colours{level}", new EqualizedConv2d(shape.StyleChannelsAt(level), shape.Channels, 1, ColourGain)))];
    }

    private Growth Grown => Growth.From(_growth.ToSingle()[0]);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        var growth = Grown;
        var x = _project.Forward(PixelNorm.Of(input)).Reshape(-1, _shape.StyleChannelsAt(0), _shape.Base, _shape.Base);
        x = Activate(_start.Forward(Activate(x)));
        Tensor? before = null;
        for (var level = 1; level <= growth.Level; level++)
        {
            before = level == growth.Level && growth.IsFading ? x : null;
            var (first, second) = _levels[level - 1];
            x = Activate(second.Forward(Activate(first.Forward(Upsample.Nearest(x, 2)))));
        }

        var image = _colours[growth.Level - 1].Forward(x);
        if (before is not null)
        {
            image = (image * growth.Share) + (Upsample.Nearest(_colours[growth.Level - 2].Forward(before), 2) * (1 - growth.Share));
        }

        return growth.Level == _shape.Levels ? image : Upsample.Nearest(image, 1 << (_shape.Levels - growth.Level));
    }

    internal override void Grow(Growth growth) => WeightDraw.Fill(_growth, new SeededRandom(0), 0, growth.Position);

    internal override void InitializeWeights(SeededRandom random) => WeightDraw.Equal(this, random);

    private static Tensor Activate(Tensor x) => PixelNorm.Of(Op.LeakyRelu.Call(x, (double)Slope));
}
