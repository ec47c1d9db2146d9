using Giqa.Training.Torch;

namespace Giqa.Training.Modules;

/// <summary>Sets values to zero at random while training, and scales up the rest so that the mean stays.</summary>
/// <param name="probability">Of a value to be dropped, in [0, 1).</param>
public sealed class Dropout(double probability = 0.5) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Op.Dropout.Call(input, probability, IsTraining);
}
