using Giqa.Numerics;
using Giqa.Training.Losses;
using Giqa.Training.Torch;

namespace Giqa.Training.Generators;

/// <summary>One iteration: steps of the discriminator, then one of the generator, then one of the average.</summary>
internal sealed class TrainingStep(GeneratorPlayers players, RunConfiguration configuration, TrainingBatches batches, OhemSampling? weighing, string device)
{
    // Until the average has seen enough steps it follows faster, or it would keep the first, random weights for long.
    private const double WarmUp = 10;

    private readonly GeneratorOptions _options = configuration.Options;
    private double _penalty;

    internal StepLosses Run(long iteration)
    {
        var random = DrawKey.Random(_options.Seed, DrawKey.Purpose.Step, iteration);
        players.Generator.UseNoise(random);
        players.Grow(Growth.At(_options.Kind, iteration, _options.StageLength, configuration.Shape.Levels));
        var discriminator = 0d;
        for (var i = 0; i < _options.StepsOfCritic; i++)
        {
            discriminator = TrainDiscriminator(iteration, (iteration * _options.StepsOfCritic) + i, random);
        }

        var generator = TrainGenerator(iteration, random);
        players.Ema.Update(Math.Min(_options.AverageDecay, (2.0 + iteration) / (WarmUp + 1 + iteration)));
        return new StepLosses(discriminator, generator, _penalty);
    }

    private double TrainDiscriminator(long iteration, long batchNumber, SeededRandom random)
    {
        using var scope = new TensorScope();
        var batch = batches.Load(batchNumber, random);
        players.DiscriminatorStep.ZeroGrad();
        Tensor loss, fake;
        using (new Autocast(_options.MixedPrecision, device))
        {
            using (new NoGrad())
            {
                fake = players.Generator.Forward(batch.Input).To(ElementType.Float32);
            }

            var weights = weighing?.Weights(fake, iteration);
            var judgement = players.Discriminator.Judge(Tensor.Concatenate([batch.Beside(players.Discriminator.ShowReal(batch.Real)), batch.Beside(players.Discriminator.ShowFake(fake))]));
            loss = Sum(judgement.Logits.Select(logits => DiscriminatorLoss(logits.Narrow(0, 0, _options.Batch), logits.Narrow(0, _options.Batch, _options.Batch), weights)));
        }

        loss.Backward();
        if (_options.PenaltyWeight > 0 && batchNumber % _options.PenaltyInterval == 0)
        {
            Penalise(batch, fake, random);
        }

        players.DiscriminatorStep.Step();
        return loss.Item();
    }

    private void Penalise(TrainingBatch batch, Tensor fake, SeededRandom random)
    {
        Tensor penalty;
        if (_options.Kind == GeneratorKind.WganGp)
        {
            var fractions = Tensor.From([.. Enumerable.Range(0, _options.Batch).Select(_ => (float)random.NextDouble())], _options.Batch, 1, 1, 1).To(device);
            penalty = GradientPenalty.Wasserstein(players.Discriminator.Forward, batch.Real, fake, fractions) * _options.PenaltyWeight;
        }
        else
        {
            penalty = GradientPenalty.R1(players.Discriminator.Forward, batch.Beside(players.Discriminator.ShowReal(batch.Real)), _options.PenaltyWeight);
        }

        _penalty = penalty.Item();
        (penalty * _options.PenaltyInterval).Backward();
    }

    private double TrainGenerator(long iteration, SeededRandom random)
    {
        using var scope = new TensorScope();
        var batch = batches.Load(iteration * _options.StepsOfCritic, random);
        players.ZeroGradOfGenerator();
        players.Discriminator.RequireGradients(false);
        Tensor loss;
        using (new Autocast(_options.MixedPrecision, device))
        {
            var fake = players.Generator.Forward(batch.Input).To(ElementType.Float32);
            var judgement = players.Discriminator.Judge(batch.Beside(players.Discriminator.ShowFake(fake)));
            loss = Sum(judgement.Logits.Select(logits => _options.Kind == GeneratorKind.WganGp ? GanLoss.WassersteinGenerator(logits) : GanLoss.NonSaturatingGenerator(logits)));
            if (configuration.Shape.IsConditional)
            {
                loss += DistanceToReal(batch, fake, judgement) * _options.FidelityWeight;
            }
        }

        loss.Backward();
        players.Discriminator.RequireGradients(true);
        players.StepGenerator();
        return loss.Item();
    }

    private Tensor DiscriminatorLoss(Tensor real, Tensor generated, Tensor? weights) => _options.Kind == GeneratorKind.WganGp
        ? GanLoss.WassersteinCritic(real, generated, weights)
        : GanLoss.NonSaturatingDiscriminator(real, generated, weights);

    /// <summary>How far a conditional generator's images are from the true ones: pixel by pixel, or as discriminators see them.</summary>
    private Tensor DistanceToReal(TrainingBatch batch, Tensor fake, Judgement judgement) => judgement.Features.Count == 0
        ? Loss.Absolute(fake, batch.Real)
        : FeatureMatching.Distance(players.Discriminator.Judge(batch.Beside(players.Discriminator.ShowReal(batch.Real))).Features, judgement.Features);

    private static Tensor Sum(IEnumerable<Tensor> losses) => losses.Aggregate((sum, loss) => sum + loss);
}

/// <summary>The losses of one iteration.</summary>
/// <param name="Discriminator">The last of the discriminator's, without the penalty.</param>
/// <param name="Generator">The generator's.</param>
/// <param name="Penalty">The last gradient penalty, as it was last computed.</param>
internal readonly record struct StepLosses(double Discriminator, double Generator, double Penalty);
