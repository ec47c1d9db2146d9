using Giqa.Numerics;
using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Training.Generators;

/// <summary>A generator while it is trained: an input (latent vectors, or conditions) to images in -1..1.</summary>
internal abstract class GeneratorNetwork : Layer
{
    /// <summary>Builds the network of a shape.</summary>
    internal static GeneratorNetwork Create(GeneratorShape shape) => shape.Kind switch
    {
        GeneratorKind.Stylegan => new StyleGenerator(shape),
        GeneratorKind.Pix2pix => new PixelGenerator(shape),
        GeneratorKind.Spade => new SpadeGenerator(shape),
        GeneratorKind.Pix2pixhd => new HdGenerator(shape),
        GeneratorKind.Pggan => new ProgressiveGenerator(shape),
        _ => new DcganGenerator(shape),
    };

    /// <summary>Draws the first weights.</summary>
    internal abstract void InitializeWeights(SeededRandom random);

    /// <summary>Its parameters as they are trained: together, or some more slowly than others.</summary>
    internal virtual IReadOnlyList<ParameterGroup> Groups() => [new ParameterGroup(ParameterGroup.Main, Parameters(), 1)];

    /// <summary>Whether a group of its parameters is trained as far as it has grown.</summary>
    internal virtual bool Trains(string group) => true;

    /// <summary>Gives the network what it draws while it is trained; it does without when that is null.</summary>
    internal virtual void UseNoise(SeededRandom? random)
    {
        // Only some networks draw anything.
    }

    /// <summary>Brings a network that grows to an iteration.</summary>
    internal virtual void Grow(Growth growth)
    {
        // Most do not grow.
    }

    /// <summary>Computes what only a finished network needs.</summary>
    internal virtual void ComputeMeanStyle()
    {
        // Nothing, for most.
    }
}

/// <summary>Parameters of a generator that are trained alike.</summary>
/// <param name="Name">How a checkpoint calls their optimiser.</param>
/// <param name="Parameters">The parameters.</param>
/// <param name="Share">The share of the generator's step that they take.</param>
internal sealed record ParameterGroup(string Name, Tensor[] Parameters, double Share)
{
    /// <summary>The group of parameters that take the whole step.</summary>
    internal const string Main = "generator";
}
