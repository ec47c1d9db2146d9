using Giqa.Training.Torch;

namespace Giqa.Training.Scorers;

/// <summary>
/// RankIQA: among versions of one image, the less degraded one must score higher by a margin (Liu et al. 2017). All versions pass
/// through the network once and are compared in pairs, which is equivalent to a Siamese network.
/// </summary>
/// <param name="levels">Versions of an image, from untouched to ruined, consecutive in a batch.</param>
/// <param name="margin">By how much.</param>
internal sealed class RankObjective(int levels, double margin) : IScorerObjective
{
    /// <inheritdoc/>
    public int Outputs => 1;

    /// <inheritdoc/>
    public void Fill(double pseudoLabel, Span<float> targets) => targets[0] = (float)pseudoLabel;

    /// <summary>The mean over all pairs of versions of max(0, margin - (better - worse)).</summary>
    /// <inheritdoc/>
    public Tensor Loss(Tensor outputs, Tensor targets)
    {
        var grouped = outputs.Reshape(-1, levels);
        Tensor? sum = null;
        for (var apart = 1; apart < levels; apart++)
        {
            var difference = grouped.Narrow(1, 0, levels - apart) - grouped.Narrow(1, apart, levels - apart);
            var hinge = Op.Relu.Call(-difference + margin).Sum();
            sum = sum is null ? hinge : sum + hinge;
        }

        var pairs = grouped.Size(0) * levels * (levels - 1) / 2;
        return sum! * (1.0 / pairs);
    }
}
