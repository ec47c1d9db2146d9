namespace Giqa.Models;

/// <summary>Brings a tap's raw scores to mean 0 and deviation 1 over reals that its model has not seen, so that taps can be added.</summary>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation, above 0.</param>
internal readonly record struct ScoreScale(double Mean, double Deviation)
{
    /// <summary>The scale of a model's only tap, whose scores stay as they are.</summary>
    internal static ScoreScale None { get; } = new(0, 1);

    /// <summary>The scale of the scores of unseen reals; equal scores stay apart by what they are.</summary>
    internal static ScoreScale Of(IReadOnlyList<double> scores)
    {
        var mean = scores.Average();
        var deviation = Math.Sqrt(scores.Sum(score => (score - mean) * (score - mean)) / scores.Count);
        return new ScoreScale(mean, double.IsFinite(deviation) && deviation > 0 ? deviation : 1);
    }

    internal double Apply(double score) => (score - Mean) / Deviation;
}
