using Giqa.Training.Torch;

namespace Giqa.Training.Modules;

/// <summary>The largest value of each square of pixels.</summary>
/// <param name="side">The side of the squares, and the step from one to the next.</param>
internal sealed class MaximumPool(int side = 2) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Op.MaximumPool.Call(input, (long[])[side, side]);
}
