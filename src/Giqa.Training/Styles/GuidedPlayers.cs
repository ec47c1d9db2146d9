using Giqa.Training.Losses;
using Giqa.Training.Modules;
using Giqa.Training.Optimization;
using Giqa.Training.Torch;

namespace Giqa.Training.Styles;

/// <summary>The generator in the manner of StarGAN v2: adversarial, style, diversity and cycle losses (Choi 2020 eq. 1, Choi 2020 eq. 2, Choi 2020 eq. 3, Choi 2020 eq. 4, with styles of references).</summary>
internal sealed class GuidedPlayers : StylePlayers
{
    private const int PenaltyEvery = 16;
    private const double Penalty = 1;

    private readonly int _domains;
    private readonly GuidedGenerator _generator;
    private readonly GuidedGenerator _averageGenerator;
    private readonly Sequential _encoder;
    private readonly Sequential _averageEncoder;
    private readonly Sequential _discriminator;
    private readonly Adam _generatorStep;
    private readonly Adam _discriminatorStep;

    internal GuidedPlayers(StyleOptions options, int domains, string device)
        : base(options, device)
    {
        _domains = domains;
        _generator = Add("generator", new GuidedGenerator(options.Width));
        _encoder = Add("encoder", StyleBlocks.Encoder(options.Size, options.Width, domains * StyleBlocks.StyleLength));
        _discriminator = Add("discriminator", StyleBlocks.Encoder(options.Size, options.Width, domains));
        _averageGenerator = AddAverage("average-generator", new GuidedGenerator(options.Width), _generator);
        _averageEncoder = AddAverage("average-encoder", StyleBlocks.Encoder(options.Size, options.Width, domains * StyleBlocks.StyleLength), _encoder);
        _generatorStep = Optimize("adam-generator", _generator, _encoder);
        _discriminatorStep = Optimize("adam-discriminator", _discriminator);
    }

    internal override IReadOnlyList<string> LossNames => ["discriminator", "adversarial", "style", "cycle", "diversity"];

    internal override double[] Step(StyleBatch batch, long iteration)
    {
        var discriminator = TrainDiscriminator(batch, iteration);
        double[] losses = [discriminator, .. TrainGenerator(batch, iteration)];
        Follow(iteration);
        return losses;
    }

    internal override Tensor Render(Tensor sources, Tensor references, int[] domains) =>
        _averageGenerator.Forward(sources, StyleBlocks.Select(_averageEncoder.Forward(references), domains, _domains));

    private double TrainDiscriminator(StyleBatch batch, long iteration)
    {
        using var scope = new TensorScope();
        _discriminatorStep.ZeroGrad();
        Tensor loss;
        using (new Autocast(Options.MixedPrecision, Device))
        {
            Tensor fake;
            using (new NoGrad())
            {
                fake = _generator.Forward(batch.Sources, Style(batch.References, batch.ReferenceDomains)).To(ElementType.Float32);
            }

            loss = GanLoss.NonSaturatingDiscriminator(Judge(batch.Sources, batch.SourceDomains), Judge(fake, batch.ReferenceDomains));
        }

        loss.Backward();
        if (iteration % PenaltyEvery == 0)
        {
            (GradientPenalty.R1(images => Judge(images, batch.SourceDomains), batch.Sources, Penalty) * PenaltyEvery).Backward();
        }

        _discriminatorStep.Step();
        return loss.Item();
    }

    private double[] TrainGenerator(StyleBatch batch, long iteration)
    {
        using var scope = new TensorScope();
        _generatorStep.ZeroGrad();
        _discriminator.RequireGradients(false);
        Tensor adversarial, style, cycle, diversity;
        using (new Autocast(Options.MixedPrecision, Device))
        {
            var wanted = Style(batch.References, batch.ReferenceDomains);
            var fake = _generator.Forward(batch.Sources, wanted).To(ElementType.Float32);
            var back = _generator.Forward(fake, Style(batch.Sources, batch.SourceDomains)).To(ElementType.Float32);
            Tensor other;
            using (new NoGrad())
            {
                other = _generator.Forward(batch.Sources, Style(batch.Others, batch.ReferenceDomains)).To(ElementType.Float32);
            }

            adversarial = GanLoss.NonSaturatingGenerator(Judge(fake, batch.ReferenceDomains));
            // The target style is a constant here: if it were trained too, all styles would collapse into one, which is easy to reconstruct.
            style = Loss.Absolute(Style(fake, batch.ReferenceDomains), wanted.Detach());
            cycle = Loss.Absolute(back, batch.Sources);
            diversity = Loss.Absolute(fake, other);
        }

        var wish = Options.DiversityWeight * Math.Max(0, 1 - ((double)iteration / Math.Max(1, Options.DiversityIterations)));
        (adversarial + (style * Options.StyleWeight) + (cycle * Options.ContentWeight) - (diversity * wish)).Backward();
        _discriminator.RequireGradients(true);
        _generatorStep.Step();
        return [adversarial.Item(), style.Item(), cycle.Item(), diversity.Item()];
    }

    private Tensor Style(Tensor images, int[] domains) => StyleBlocks.Select(_encoder.Forward(images), domains, _domains);

    private Tensor Judge(Tensor images, int[] domains) => StyleBlocks.Select(_discriminator.Forward(images), domains, _domains);
}
