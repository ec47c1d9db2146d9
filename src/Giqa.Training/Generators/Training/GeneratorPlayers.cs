using Giqa.Training.Optimization;

namespace Giqa.Training.Generators;

/// <summary>The networks of a training and what changes them. Lives on the training's thread.</summary>
internal sealed class GeneratorPlayers : IDisposable
{
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
        var idle = options.Kind.Grows();
        var adam = new AdamOptions { LearningRate = options.StepSize, Beta1 = options.Betas.First, Beta2 = options.Betas.Second };
        GeneratorSteps = [.. Generator.Groups().Select(group => (group.Name, new Adam(group.Parameters, adam with { LearningRate = adam.LearningRate * group.Share }) { AllowsIdle = idle }))];
        DiscriminatorStep = new Adam(Discriminator.Parameters(), adam) { AllowsIdle = idle };
    }

    internal GeneratorNetwork Generator { get; }

    /// <summary>The running average of the generator, which samples come from.</summary>
    internal GeneratorNetwork Average { get; }

    internal DiscriminatorNetwork Discriminator { get; }

    internal ExponentialMovingAverage Ema { get; }

    /// <summary>What changes the generator: one for each group of its parameters.</summary>
    internal (string Name, Adam Step)[] GeneratorSteps { get; }

    internal Adam DiscriminatorStep { get; }

    /// <summary>Brings networks that grow to an iteration.</summary>
    internal void Grow(Growth growth)
    {
        Generator.Grow(growth);
        Discriminator.Grow(growth);
    }

    /// <summary>Forgets the generator's gradients.</summary>
    internal void ZeroGradOfGenerator() => Array.ForEach(GeneratorSteps, group => group.Step.ZeroGrad());

    /// <summary>Makes one step of the generator, or of the part of it that is trained now.</summary>
    internal void StepGenerator()
    {
        foreach (var (_, step) in GeneratorSteps.Where(group => Generator.Trains(group.Name)))
        {
            step.Step();
        }
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
        foreach (var part in (IDisposable[])[Generator, Average, Discriminator, .. GeneratorSteps.Select(group => group.Step), DiscriminatorStep])
        {
            part.Dispose();
        }
    }
}
