using Giqa.Images;
using Giqa.Images.Snapshots;

namespace Giqa.Training.Scorers;

/// <summary>What a scorer is trained on.</summary>
public sealed record ScorerInputs
{
    /// <summary>A generator's images at several iterations; null for RankIQA, which needs none.</summary>
    public SnapshotFolder? Snapshots { get; init; }

    /// <summary>Real images.</summary>
    public required IImageSource Reals { get; init; }

    /// <summary>How images are decoded.</summary>
    /// <value>Default: upright, on white, the usual limits.</value>
    public DecodeOptions Decoding { get; init; } = new();
}
