using Giqa.Models;

namespace Giqa.Training.Risa;

/// <summary>What a training gave.</summary>
public sealed record RisaResult
{
    /// <summary>The scorer; it needs no libtorch.</summary>
    public required PairModel Model { get; init; }

    /// <summary>One point per epoch.</summary>
    public required IReadOnlyList<RisaEpoch> Curve { get; init; }

    /// <summary>Images that were left out, with the reason.</summary>
    public required IReadOnlyList<string> Skipped { get; init; }

    /// <summary>What a reader of the scores should know, in plain sentences; often empty.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The largest difference between scores of the trained network and of the ONNX network in the model, over held-out pairs.</summary>
    public required double LargestDifference { get; init; }
}
