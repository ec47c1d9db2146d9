using Giqa.Cli.Inputs;
using Giqa.Models;
using Giqa.Scores;
using Giqa.Training.Scorers;

namespace Giqa.Cli.Scorers;

/// <summary>What <c>giqa train --json</c> prints.</summary>
internal sealed record TrainSummary
{
    public required string Out { get; init; }

    public required string Curves { get; init; }

    public required string Method { get; init; }

    public required TrainingReport Training { get; init; }

    public required ulong Seed { get; init; }

    public required IReadOnlyList<ScorerEpoch> Epochs { get; init; }

    public required double LargestOutputDifference { get; init; }

    public required int HeldOut { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    public required IReadOnlyList<SkippedImage> Skipped { get; init; }

    public static TrainSummary Of(ScorerTrainingResult result, string path, string curves) => new()
    {
        Out = path,
        Curves = curves,
        Method = result.Model.Options.Method.ToString().ToLowerInvariant(),
        Training = result.Model.Training!,
        Seed = result.Model.Options.Seed,
        Epochs = result.Curve,
        LargestOutputDifference = result.LargestOutputDifference,
        HeldOut = result.Model.HeldOutCount,
        Warnings = result.Warnings,
        Skipped = [.. result.Skipped.Select(image => new SkippedImage(image.Name, ImageScore.StatusOf(image.Fault), image.Reason))],
    };
}
