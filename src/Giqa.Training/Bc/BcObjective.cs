using Giqa.Training.Scorers;
using Giqa.Training.Torch;

namespace Giqa.Training.Bc;

/// <summary>BC-GIQA: one classifier, real or generated, whatever the iteration.</summary>
internal sealed class BcObjective : IScorerObjective
{
    /// <inheritdoc/>
    public int Outputs => 1;

    /// <inheritdoc/>
    public void Fill(double pseudoLabel, Span<float> targets) => targets[0] = pseudoLabel >= 1 ? 1 : 0;

    /// <inheritdoc/>
    public Tensor Loss(Tensor outputs, Tensor targets) => Losses.Loss.BinaryCrossEntropy(outputs, targets);
}
