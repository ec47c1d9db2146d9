using Giqa.Numerics;
using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Training.Generators;

/// <summary>DCGAN's generator (Radford et al., 2016): a fully connected layer, then transposed convolutions that double the side.</summary>
internal sealed class DcganGenerator : GeneratorNetwork
{
    private const long Kernel = 4;

    private readonly GeneratorShape _shape;
    private readonly Linear _project;
    private readonly BatchNorm2d[] _norms;
    private readonly ConvTranspose2d[] _doublings;
    private readonly ConvTranspose2d _out;

    internal DcganGenerator(GeneratorShape shape)
    {
        _shape = shape;
        _project = AddChild("project", new Linear(shape.Latent, (long)shape.ChannelsAt(0) * shape.Base * shape.Base));
        _norms = [.. Enumerable.Range(0, shape.Levels).Select(level => AddChild($"norm{level}", new BatchNorm2d(shape.ChannelsAt(level))))];
        _doublings = [.. Enumerable.Range(1, shape.Levels - 1).Select(level => AddChild(
            $"up{level}",
            new ConvTranspose2d(shape.ChannelsAt(level - 1), shape.ChannelsAt(level), Kernel, 2, 1, bias: false)))];
        _out = AddChild("out", new ConvTranspose2d(shape.ChannelsAt(shape.Levels - 1), shape.Channels, Kernel, 2, 1));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        var x = _project.Forward(input).Reshape(-1, _shape.ChannelsAt(0), _shape.Base, _shape.Base);
        x = Op.Relu.Call(_norms[0].Forward(x));
        for (var i = 0; i < _doublings.Length; i++)
        {
            x = Op.Relu.Call(_norms[i + 1].Forward(_doublings[i].Forward(x)));
        }

        return Op.HyperbolicTangent.Call(_out.Forward(x));
    }

    internal override void InitializeWeights(SeededRandom random) => WeightDraw.Dcgan(this, random);
}
