using Giqa.Numerics;
using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Training.Generators;

/// <summary>Tells real images from generated ones while a generator is trained.</summary>
internal abstract class DiscriminatorNetwork : Layer
{
    /// <summary>Builds the opponent of a shape's generator.</summary>
    /// <param name="shape">The images' shape.</param>
    /// <param name="batch">Real images in a batch, and generated ones: groups must not mix them.</param>
    internal static DiscriminatorNetwork Create(GeneratorShape shape, int batch) =>
        shape.Kind == GeneratorKind.Pggan ? new ProgressiveDiscriminator(shape, batch) : new Discriminator(shape, batch);

    /// <summary>Draws the first weights.</summary>
    internal abstract void InitializeWeights(SeededRandom random);

    /// <summary>Real images as it judges them now.</summary>
    internal virtual Tensor ShowReal(Tensor images) => images;

    /// <summary>Generated images as it judges them now.</summary>
    internal virtual Tensor ShowFake(Tensor images) => images;

    /// <summary>Brings a network that grows to an iteration.</summary>
    internal virtual void Grow(Growth growth)
    {
        // Most do not grow.
    }
}
