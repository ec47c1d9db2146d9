using Giqa.Training.Optimization;

namespace Giqa.Training.Generators;

/// <summary>The networks of a training and what changes them. Lives on the training's thread.</summary>
internal sealed class GeneratorPlayers : IDisposable
{
    // Karras et al. train the mapping network more slowly, or it runs away from the layers that use it, and scale the weights from
    // styles to channels when they are used, which slows them likewise: at the full rate all latent vectors soon give one of a few
    // images. The strength of the noise is one number a layer, which at the full rate soon drowns the image in grain.
    private const double SlowShare = 0.1;

    internal GeneratorPlayers(GeneratorShape shape, GeneratorOptions options, string device)
    {
        Generator = GeneratorNetwork.Create(shape);
        Average = GeneratorNetwork.Create(shape);
        Discriminator = DiscriminatorNetwork.Create(shape, options.Batch);
        Generator.InitializeWeights(DrawKey.Random(options.Seed, DrawKey.Purpose.Weights, 0));
        Discriminator.InitializeWeights(DrawKey.Random(options.Seed, DrawKey.Purpose.Weights, 1));
        foreach (var module in (Modules.Module[])[Generator, Average, Discriminator])
        {
            module.MoveTo(device);
        }

        Ema = new ExponentialMovingAverage(Average, Generator, options.AverageDecay);
        Average.Train(false);
        var idle = options.Kind == GeneratorKind.Pggan;
        var adam = new AdamOptions { LearningRate = options.StepSize, Beta1 = options.Betas.First, Beta2 = options.Betas.Second };
        var parameters = Generator.NamedParameters().ToLookup(parameter => IsSlow(parameter.Key), parameter => parameter.Value);
        GeneratorStep = new Adam([.. parameters[false]], adam) { AllowsIdle = idle };
        SlowStep = parameters[true].Any() ? new Adam([.. parameters[true]], adam with { LearningRate = adam.LearningRate * SlowShare }) : null;
        DiscriminatorStep = new Adam(Discriminator.Parameters(), adam with { LearningRate = options.DiscriminatorStepSize }) { AllowsIdle = idle };
    }

    internal GeneratorNetwork Generator { get; }

    /// <summary>The running average of the generator, which samples come from.</summary>
    internal GeneratorNetwork Average { get; }

    internal DiscriminatorNetwork Discriminator { get; }

    internal ExponentialMovingAverage Ema { get; }

    internal Adam GeneratorStep { get; }

    internal Adam? SlowStep { get; }

    internal Adam DiscriminatorStep { get; }

    /// <summary>Brings networks that grow to an iteration.</summary>
    internal void Grow(Growth growth)
    {
        Generator.Grow(growth);
        Discriminator.Grow(growth);
    }

    /// <summary>The average as plain numbers.</summary>
    internal GeneratorWeights Weights(GeneratorShape shape, long iteration)
    {
        Average.ComputeMeanStyle();
        return new GeneratorWeights(
            shape,
            iteration,
            Average.NamedParameters().Concat(Average.NamedBuffers()).Select(tensor => (tensor.Key, tensor.Value.Shape, tensor.Value.ToSingle())));
    }

    public void Dispose()
    {
        foreach (var part in (IDisposable?[])[Generator, Average, Discriminator, GeneratorStep, SlowStep, DiscriminatorStep])
        {
            part?.Dispose();
        }
    }

    private static bool IsSlow(string parameter) =>
        parameter.StartsWith("mapping", StringComparison.Ordinal)
        || parameter.EndsWith(".style.weight", StringComparison.Ordinal)
        || parameter.EndsWith(".strength", StringComparison.Ordinal);
}
