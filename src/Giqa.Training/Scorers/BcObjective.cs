using Giqa.Training.Torch;

namespace Giqa.Training.Scorers;

/// <summary>BC-GIQA: one classifier, real (1) or generated (0), regardless of the iteration.</summary>
internal sealed class BcObjective : IScorerObjective
{
    /// <inheritdoc/>
    public int Outputs => 1;

    /// <inheritdoc/>
    public void Fill(double pseudoLabel, Span<float> targets) => targets[0] = (float)pseudoLabel;

    /// <inheritdoc/>
    public Tensor Loss(Tensor outputs, Tensor targets) => Losses.Loss.BinaryCrossEntropy(outputs, targets);
}
