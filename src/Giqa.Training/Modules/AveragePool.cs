using Giqa.Training.Torch;

namespace Giqa.Training.Modules;

/// <summary>The mean of each square of pixels.</summary>
/// <param name="side">The side of the squares, and the step from one to the next.</param>
internal sealed class AveragePool(int side = 2) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Op.AveragePool.Call(input, (long[])[side, side]);
}
