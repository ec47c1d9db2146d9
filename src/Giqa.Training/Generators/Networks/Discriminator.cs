using Giqa.Numerics;
using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Training.Generators;

/// <summary>Tells real images from generated ones: convolutions that halve the side, without normalisation, which a gradient penalty forbids.</summary>
/// <remarks>
/// A conditional generator's discriminator also sees the condition, and judges patches rather than the whole (Isola et al., 2017).
/// </remarks>
internal sealed class Discriminator : DiscriminatorNetwork
{
    private const long Kernel = 4;
    private const double Slope = 0.2;

    private readonly int _unlabelled;
    private readonly Conv2d[] _halvings;
    private readonly Linear? _verdict;
    private readonly Conv2d? _patches;

    /// <param name="shape">The images' shape.</param>
    internal Discriminator(GeneratorShape shape)
    {
        var top = shape.Levels - 1;
        _unlabelled = shape.Kind.StartsFromLabels() ? shape.Channels : 0;
        var inputs = shape.Channels + (_unlabelled > 0 ? LabelMaps.Count : shape.IsConditional ? shape.ConditionChannels : 0);
        _halvings = [.. Enumerable.Range(0, shape.Levels).Select(i => AddChild($"down{i}", new Conv2d(
            i == 0 ? inputs : shape.ChannelsAt(shape.Levels - i), shape.ChannelsAt(top - i), Kernel, 2, 1)))];
        if (shape.IsConditional)
        {
            _patches = AddChild("patches", new Conv2d(shape.ChannelsAt(0), 1, 3, 1, 1));
        }
        else
        {
            _verdict = AddChild("verdict", new Linear((long)shape.ChannelsAt(0) * shape.Base * shape.Base, 1));
        }
    }

    /// <summary>Judges images.</summary>
    /// <param name="input">N x channels x side x side, the condition's channels behind the image's.</param>
    /// <returns>Logits, N x 1 or N x patches; positive for real.</returns>
    public override Tensor Forward(Tensor input)
    {
        var x = _unlabelled == 0 ? input : Tensor.Concatenate([input.Narrow(1, 0, _unlabelled), LabelPlanes.Of(input.Narrow(1, _unlabelled, 1))], axis: 1);
        foreach (var halving in _halvings)
        {
            x = Op.LeakyRelu.Call(halving.Forward(x), Slope);
        }

        return (_patches is null ? _verdict!.Forward(x.Flatten()) : _patches.Forward(x).Flatten()).To(ElementType.Float32);
    }

    internal override void InitializeWeights(SeededRandom random) => WeightDraw.Dcgan(this, random);
}
