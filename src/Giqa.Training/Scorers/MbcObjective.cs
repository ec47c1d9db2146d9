using Giqa.Training.Torch;

namespace Giqa.Training.Scorers;

/// <summary>MBC-GIQA: classifier i says whether the pseudo label reaches threshold i; binary cross-entropy (GIQA eq. 2, GIQA eq. 3).</summary>
/// <remarks>The paper sums over the classifiers; the authors' program takes the mean, as here. That amounts to a factor N in the learning rate, which is theirs.</remarks>
internal sealed class MbcObjective(IReadOnlyList<double> thresholds) : IScorerObjective
{
    /// <inheritdoc/>
    public int Outputs => thresholds.Count;

    /// <inheritdoc/>
    public void Fill(double pseudoLabel, Span<float> targets)
    {
        for (var i = 0; i < targets.Length; i++)
        {
            targets[i] = pseudoLabel >= thresholds[i] ? 1 : 0;
        }
    }

    /// <inheritdoc/>
    public Tensor Loss(Tensor outputs, Tensor targets) => Losses.Loss.BinaryCrossEntropy(outputs, targets);
}
