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
    internal static DiscriminatorNetwork Create(GeneratorShape shape, int batch) => shape.Kind switch
    {
        GeneratorKind.Pggan or GeneratorKind.Stylegan => new ProgressiveDiscriminator(shape, batch),
        GeneratorKind.Pix2pixhd => new PyramidDiscriminator(shape),
        _ => new Discriminator(shape),
    };

    /// <summary>Judges images: by each of several discriminators, where there are several.</summary>
    internal virtual Judgement Judge(Tensor input) => new([Forward(input)], []);

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

/// <summary>What discriminators say of images.</summary>
/// <param name="Logits">For each discriminator N x its patches; positive for real.</param>
/// <param name="Features">What their layers gave, where the generator's is to match that of true images.</param>
internal sealed record Judgement(IReadOnlyList<Tensor> Logits, IReadOnlyList<Tensor> Features);
