using Giqa.Models;
using Giqa.Training.Data;

namespace Giqa.Training.Scorers;

/// <summary>What a training gave.</summary>
public sealed record ScorerTrainingResult
{
    /// <summary>The scorer, calibrated; it needs no libtorch.</summary>
    public required QualityModel Model { get; init; }

    /// <summary>One point per epoch.</summary>
    public required IReadOnlyList<ScorerEpoch> Curve { get; init; }

    /// <summary>Images that could not be read.</summary>
    public required IReadOnlyList<UnreadableImage> Skipped { get; init; }

    /// <summary>What a reader of the scores should know, in plain sentences; often empty.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The largest difference between the trained network's outputs and those of the ONNX network in the model, over some validation images.</summary>
    public required double LargestOutputDifference { get; init; }
}
