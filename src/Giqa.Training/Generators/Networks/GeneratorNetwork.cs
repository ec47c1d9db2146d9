using Giqa.Numerics;
using Giqa.Training.Modules;

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
        GeneratorKind.Pggan => new ProgressiveGenerator(shape),
        _ => new DcganGenerator(shape),
    };

    /// <summary>Draws the first weights.</summary>
    internal abstract void InitializeWeights(SeededRandom random);

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
