using Giqa.Images;
using Giqa.Training.Torch;

namespace Giqa.Training.Scorers;

/// <summary>
/// Adds classifiers of soundness to what a scorer learns: classifier k says whether a picture is a real that is degraded less than
/// strength k. They see reals and their degraded versions alone; the scorer's own outputs see reals and generated images alone, as
/// if no others were there. So neither has to find a place for the other's bad images among its own.
/// </summary>
/// <param name="inner">The scorer's own objective.</param>
internal sealed class SoundnessObjective(IScorerObjective inner) : IScorerObjective
{
    /// <summary>One classifier for each strength.</summary>
    internal const int Classifiers = Degradation.MaxStrength;

    // No target: the image says nothing about this output.
    private const float None = -1;

    /// <inheritdoc/>
    public int Outputs => inner.Outputs + Classifiers;

    /// <inheritdoc/>
    public void Fill(double pseudoLabel, Span<float> targets)
    {
        var own = targets[..inner.Outputs];
        var soundness = targets[inner.Outputs..];
        if (pseudoLabel < 0)
        {
            own.Fill(None);
        }
        else
        {
            inner.Fill(pseudoLabel, own);
        }

        if (pseudoLabel is >= 0 and < PseudoLabel.Real)
        {
            soundness.Fill(None);
            return;
        }

        var strength = pseudoLabel < 0 ? PseudoLabel.StrengthOf(pseudoLabel) : 0;
        for (var i = 0; i < soundness.Length; i++)
        {
            soundness[i] = strength < i + Degradation.MinStrength ? 1 : 0;
        }
    }

    /// <inheritdoc/>
    public Tensor Loss(Tensor outputs, Tensor targets)
    {
        var values = targets.ToSingle();
        var own = Part(outputs, targets, values, 0, inner.Outputs) is var (logits, wanted) ? inner.Loss(logits, wanted) : null;
        var soundness = Part(outputs, targets, values, inner.Outputs, Classifiers) is var (sound, strengths) ? Losses.Loss.BinaryCrossEntropy(sound, strengths) : null;
        return own is null ? soundness! : soundness is null ? own : own + soundness;
    }

    /// <summary>The outputs from a column on, and their targets, of the images that have any.</summary>
    private (Tensor Outputs, Tensor Targets)? Part(Tensor outputs, Tensor targets, float[] values, int first, int count)
    {
        long[] rows = [.. Enumerable.Range(0, values.Length / Outputs).Where(row => values[(row * Outputs) + first] != None).Select(row => (long)row)];
        if (rows.Length == 0)
        {
            return null;
        }

        var numbers = Tensor.FromIntegers(rows, rows.Length).To(outputs.Device);
        return (outputs.Narrow(1, first, count).IndexSelect(0, numbers), targets.Narrow(1, first, count).IndexSelect(0, numbers));
    }
}
