using Giqa.Numerics;
using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Training.Generators;

/// <summary>Tells real images from generated ones: convolutions that halve the side, without normalisation, which a gradient penalty forbids.</summary>
/// <remarks>
/// A conditional generator's discriminator also sees the condition, and judges patches rather than the whole (Isola et al., 2017). A
/// style-based generator's also sees how much the images of a small group differ (Karras et al., 2018), so that samples alike are found out.
/// </remarks>
internal sealed class Discriminator : Layer
{
    private const long Kernel = 4;
    private const double Slope = 0.2;

    private const int LargestGroup = 4;
    private const double Epsilon = 1e-8;

    private readonly int _group;
    private readonly Conv2d[] _halvings;
    private readonly Linear? _verdict;
    private readonly Conv2d? _patches;

    /// <param name="shape">The images' shape.</param>
    /// <param name="batch">Real images in a batch, and generated ones: groups must not mix them.</param>
    internal Discriminator(GeneratorShape shape, int batch)
    {
        _group = shape.Kind != GeneratorKind.Stylegan ? 0 : batch % LargestGroup == 0 ? LargestGroup : batch % 2 == 0 ? 2 : 1;
        var top = shape.Levels - 1;
        var inputs = shape.Channels + (shape.IsConditional ? shape.ConditionChannels : 0);
        _halvings = [.. Enumerable.Range(0, shape.Levels).Select(i => AddChild($"down{i}", new Conv2d(
            i == 0 ? inputs : shape.ChannelsAt(shape.Levels - i), shape.ChannelsAt(top - i), Kernel, 2, 1)))];
        if (shape.IsConditional)
        {
            _patches = AddChild("patches", new Conv2d(shape.ChannelsAt(0), 1, 3, 1, 1));
        }
        else
        {
            _verdict = AddChild("verdict", new Linear((shape.ChannelsAt(0) + (_group > 0 ? 1L : 0)) * shape.Base * shape.Base, 1));
        }
    }

    /// <summary>Judges images.</summary>
    /// <param name="input">N x channels x side x side, the condition's channels behind the image's.</param>
    /// <returns>Logits, N x 1 or N x patches; positive for real.</returns>
    public override Tensor Forward(Tensor input)
    {
        var x = input;
        foreach (var halving in _halvings)
        {
            x = Op.LeakyRelu.Call(halving.Forward(x), Slope);
        }

        x = _group > 0 ? Tensor.Concatenate([x, Spread(x)], axis: 1) : x;
        return (_patches is null ? _verdict!.Forward(x.Flatten()) : _patches.Forward(x).Flatten()).To(ElementType.Float32);
    }

    /// <summary>One more channel: the mean standard deviation of the features within each group.</summary>
    private Tensor Spread(Tensor features)
    {
        using var exact = new FullPrecision();
        var (count, side) = (features.Size(0), features.Size(2));
        var groups = features.To(ElementType.Float32).Reshape(count / _group, _group, features.Size(1) * side * side);
        var deviation = ((groups - groups.Mean([1], keepAxes: true)).Square().Mean([1]) + Epsilon).SquareRoot().Mean([1], keepAxes: true);
        return (deviation.Reshape(count / _group, 1, 1, 1) * Tensor.Ones(count / _group, _group, side, side).To(features.Device)).Reshape(count, 1, side, side);
    }

    internal void InitializeWeights(SeededRandom random) => WeightDraw.Dcgan(this, random);
}
