using Giqa.Cli.Inputs;
using Giqa.Models;
using Giqa.Scores;
using Giqa.Training.Scorers;

namespace Giqa.Cli.Scorers;

/// <summary>What <c>giqa train --json</c> prints.</summary>
internal sealed class TrainSummary(ScorerTrainingResult result, string path, string curves)
{
    public string Out => path;

    public string Curves => curves;

    public string Method => result.Model.Options.Method.ToString().ToLowerInvariant();

    public TrainingReport Training => result.Model.Training!;

    public ulong Seed => result.Model.Options.Seed;

    public IReadOnlyList<ScorerEpoch> Epochs => result.Curve;

    public double LargestOutputDifference => result.LargestOutputDifference;

    public int HeldOut => result.Model.HeldOutCount;

    public IReadOnlyList<string> Warnings => result.Warnings;

    public IReadOnlyList<SkippedImage> Skipped => [.. result.Skipped.Select(image => new SkippedImage(image.Name, ImageScore.StatusOf(image.Fault), image.Reason))];
}
