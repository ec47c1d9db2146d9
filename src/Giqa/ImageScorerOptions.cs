using Giqa.Features;

namespace Giqa;

/// <summary>How an <see cref="ImageScorer"/> runs.</summary>
public sealed record ImageScorerOptions
{
    /// <summary>Where the model's backbone is looked up.</summary>
    /// <value>Default: the backbones beside the program, and those in the user's data folder.</value>
    public BackboneStore Backbones { get; init; } = new();

    /// <summary>Threads, device, and the limits on files and pixels.</summary>
    /// <value>Default: every core, the CPU.</value>
    public ExtractorOptions Extraction { get; init; } = new();
}
