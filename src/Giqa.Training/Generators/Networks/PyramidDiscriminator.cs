using Giqa.Numerics;
using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Training.Generators;

/// <summary>
/// pix2pixHD's discriminators (Wang et al., 2018): alike, but one sees the image, the next half its side, the third a quarter; each sees the labels
/// as planes and judges patches. While the generator makes half the side only, the first waits.
/// </summary>
internal sealed class PyramidDiscriminator : DiscriminatorNetwork
{
    // Below it a quarter of the side is too small to judge.
    private const int SideForThree = 48;

    private readonly int _channels;
    private readonly PatchJudge[] _judges;
    private readonly Tensor _growth;

    internal PyramidDiscriminator(GeneratorShape shape)
    {
        _channels = shape.Channels;
        _growth = AddBuffer("growth", Initializer.Constant(HdGenerator.GlobalAlone, 1));
        _judges = [.. Enumerable.Range(0, ScalesFor(shape.Size)).Select(scale => AddChild($"scale{scale}", new PatchJudge(shape)))];
    }

    /// <summary>How many discriminators there are.</summary>
    internal static int ScalesFor(int size) => size >= SideForThree ? 3 : 2;

    /// <summary>The logits of all patches of all scales that judge now.</summary>
    public override Tensor Forward(Tensor input) => Tensor.Concatenate([.. Judge(input).Logits], axis: 1);

    internal override Judgement Judge(Tensor input)
    {
        var x = Tensor.Concatenate([input.Narrow(1, 0, _channels), LabelPlanes.Of(input.Narrow(1, _channels, 1))], axis: 1);
        var judged = new List<(Tensor Logits, Tensor[] Features)>();
        var first = (int)_growth.ToSingle()[0] == HdGenerator.GlobalAlone ? 1 : 0;
        for (var scale = 0; scale < _judges.Length; scale++)
        {
            x = scale == 0 ? x : Op.AveragePool.Call(x, (long[])[2, 2]);
            if (scale >= first)
            {
                judged.Add(_judges[scale].Judge(x));
            }
        }

        return new Judgement([.. judged.Select(one => one.Logits)], [.. judged.SelectMany(one => one.Features)]);
    }

    internal override void Grow(Growth growth) => WeightDraw.Fill(_growth, new SeededRandom(0), 0, growth.Position);

    internal override void InitializeWeights(SeededRandom random) => WeightDraw.Dcgan(this, random);
}

/// <summary>One of the discriminators: convolutions that halve the side, then one that judges each patch.</summary>
internal sealed class PatchJudge : Module
{
    private const int MostHalvings = 3;
    private const double Slope = 0.2;

    private readonly Conv2d[] _halvings;
    private readonly Conv2d _patches;

    internal PatchJudge(GeneratorShape shape)
    {
        var count = Math.Min(shape.Levels, MostHalvings);
        _halvings = [.. Enumerable.Range(0, count).Select(i => AddChild($"down{i}", new Conv2d(
            i == 0 ? shape.Channels + LabelMaps.Count : (long)shape.Width << i, (long)shape.Width << (i + 1), 4, 2, 1)))];
        _patches = AddChild("patches", new Conv2d((long)shape.Width << count, 1, 3, 1, 1));
    }

    /// <summary>The patches' logits, N x patches, and what each convolution before them gave.</summary>
    internal (Tensor Logits, Tensor[] Features) Judge(Tensor input)
    {
        var (x, features) = (input, new Tensor[_halvings.Length]);
        for (var i = 0; i < _halvings.Length; i++)
        {
            features[i] = x = Op.LeakyRelu.Call(_halvings[i].Forward(x), Slope);
        }

        return (_patches.Forward(x).Flatten().To(ElementType.Float32), features);
    }
}
