using Giqa.Models;
using Giqa.Numerics;
using Giqa.Training.Risa;

namespace Giqa.Cli.Risa;

/// <summary>What <c>giqa train risa --json</c> prints.</summary>
/// <param name="Out">The model file.</param>
/// <param name="Curves">The table of losses and accuracies by epoch.</param>
/// <param name="Chart">The picture of FID and its elbow, or null when FID was not measured.</param>
/// <param name="Feature">What FID was measured in, or null.</param>
/// <param name="Training">How the model was trained.</param>
/// <param name="OrderInterval">The interval of the share in order for unseen pairs of source and reference.</param>
/// <param name="ReferenceInterval">The same of the share that prefers its own reference.</param>
/// <param name="Epochs">The curves.</param>
/// <param name="LargestDifference">Between the trained network's scores and the model's.</param>
/// <param name="Skipped">Images that were left out, with the reason.</param>
/// <param name="Warnings">What a reader should know.</param>
internal sealed record TrainRisaReport(
    string Out,
    string Curves,
    string? Chart,
    string? Feature,
    PairTrainingReport Training,
    ShareInterval OrderInterval,
    ShareInterval ReferenceInterval,
    IReadOnlyList<RisaEpoch> Epochs,
    double LargestDifference,
    IReadOnlyList<string> Skipped,
    IReadOnlyList<string> Warnings);

/// <summary>A 95 % interval of a share measured on few cases.</summary>
/// <param name="Low">Its lower end.</param>
/// <param name="High">Its upper end.</param>
internal sealed record ShareInterval(double Low, double High)
{
    /// <summary>By Wilson's formula for this many independent cases. Several counts within each do not make it wider: a mean of shares varies at most as much as one answer.</summary>
    internal static ShareInterval Of(double share, int independent)
    {
        if (independent == 0 || !double.IsFinite(share))
        {
            return new ShareInterval(0, 1);
        }

        var (low, high) = WilsonInterval.Of(share, independent);
        return new ShareInterval(low, high);
    }
}
