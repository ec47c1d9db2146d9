using Giqa.Training.Torch;

namespace Giqa.Training.Generators;

/// <summary>What a step sees.</summary>
/// <param name="Real">Real images, in -1..1.</param>
/// <param name="Input">What the generator starts from: latent vectors, or the real images' conditions.</param>
/// <param name="Condition">The conditions, or null.</param>
internal sealed record TrainingBatch(Tensor Real, Tensor Input, Tensor? Condition)
{
    /// <summary>Images as the discriminator sees them: with their conditions behind them, if there are any.</summary>
    internal Tensor Beside(Tensor images) => Condition is null ? images : Tensor.Concatenate([images, Condition], axis: 1);
}
