using Giqa.Training.Losses;
using Giqa.Training.Modules;
using Giqa.Training.Optimization;
using Giqa.Training.Torch;

namespace Giqa.Training.Styles;

/// <summary>
/// AdaIN transfer (Huang and Belongie 2017): the source's map gets the reference's means and deviations (Huang 2017 eq. 8), and a decoder makes
/// an image of it; content and style losses (Huang 2017 eq. 12, Huang 2017 eq. 13) of a fixed network. No adversary, no style vector, no domains.
/// </summary>
internal sealed class TransferPlayers : StylePlayers
{
    private readonly FixedFeatures _features;
    private readonly Sequential _encoder;
    private readonly Sequential _decoder;
    private readonly Sequential _averageEncoder;
    private readonly Sequential _averageDecoder;
    private readonly Adam _step;

    internal TransferPlayers(StyleOptions options, string device)
        : base(options, device)
    {
        _features = Add("features", new FixedFeatures(options.Width));
        _encoder = Add("encoder", StyleBlocks.Content(options.Width, normalize: false));
        _decoder = Add("decoder", Decoder(options.Width));
        _averageEncoder = AddAverage("average-encoder", StyleBlocks.Content(options.Width, normalize: false), _encoder);
        _averageDecoder = AddAverage("average-decoder", Decoder(options.Width), _decoder);
        _step = Optimize("adam", _encoder, _decoder);
    }

    internal override IReadOnlyList<string> LossNames => ["content", "style", "identity"];

    internal override double[] Step(StyleBatch batch, long iteration)
    {
        using var scope = new TensorScope();
        _step.ZeroGrad();
        Tensor content, style, identity;
        using (new Autocast(Options.MixedPrecision, Device))
        {
            var own = _encoder.Forward(batch.Sources).To(ElementType.Float32);
            var image = _decoder.Forward(Exchange(own, _encoder.Forward(batch.References).To(ElementType.Float32))).To(ElementType.Float32);
            var (result, source, reference) = (_features.Forward(image), _features.Forward(batch.Sources), _features.Forward(batch.References));
            content = Loss.Squared(Normalized(result[^1]), Normalized(source[^1])) + Loss.Squared(Normalized(result[1]), Normalized(source[1]));
            style = StyleLoss(result, reference);
            identity = Loss.Absolute(_decoder.Forward(own).To(ElementType.Float32), batch.Sources);
        }

        ((content * (Options.ContentWeight / 8)) + (style * (4 * Options.StyleWeight)) + identity).Backward();
        _step.Step();
        Follow(iteration);
        return [content.Item(), style.Item(), identity.Item()];
    }

    internal override Tensor Render(Tensor sources, Tensor references, int[] domains) =>
        _averageDecoder.Forward(Exchange(_averageEncoder.Forward(sources), _averageEncoder.Forward(references)));

    private static Sequential Decoder(int width) => new(
        new Conv2d(4 * width, 4 * width, 3, 1, 1),
        Activation.LeakyRelu(StyleBlocks.Slope),
        new Upsample(),
        new Conv2d(4 * width, 2 * width, 3, 1, 1),
        Activation.LeakyRelu(StyleBlocks.Slope),
        new Upsample(),
        new Conv2d(2 * width, width, 3, 1, 1),
        Activation.LeakyRelu(StyleBlocks.Slope),
        new Conv2d(width, 3, 3, 1, 1),
        Activation.Tanh());

    private static Tensor Normalized(Tensor map)
    {
        var (mean, deviation) = FixedFeatures.Statistics(map);
        return (map - mean) / deviation;
    }

    private static Tensor Exchange(Tensor content, Tensor style)
    {
        var (mean, deviation) = FixedFeatures.Statistics(style);
        return (Normalized(content) * deviation) + mean;
    }

    private static Tensor StyleLoss(Tensor[] result, Tensor[] reference)
    {
        Tensor? loss = null;
        foreach (var (made, wanted) in result.Zip(reference))
        {
            var ((mean, deviation), (wantedMean, wantedDeviation)) = (FixedFeatures.Statistics(made), FixedFeatures.Statistics(wanted));
            var term = Loss.Squared(mean, wantedMean) + Loss.Squared(deviation, wantedDeviation);
            loss = loss is null ? term : loss + term;
        }

        return loss!;
    }
}
