using Giqa.Training.Torch;

namespace Giqa.Training.Scorers;

/// <summary>IR-GIQA: one output whose sigmoid is regressed on the pseudo label, by the squared error.</summary>
internal sealed class IrObjective : IScorerObjective
{
    /// <inheritdoc/>
    public int Outputs => 1;

    /// <inheritdoc/>
    public void Fill(double pseudoLabel, Span<float> targets) => targets[0] = (float)pseudoLabel;

    /// <inheritdoc/>
    public Tensor Loss(Tensor outputs, Tensor targets) => Losses.Loss.Squared(Op.Sigmoid.Call(outputs), targets);
}
