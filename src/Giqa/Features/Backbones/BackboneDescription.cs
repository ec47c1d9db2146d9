namespace Giqa.Features;

/// <summary>What is known of a backbone without reading its weights.</summary>
internal sealed record BackboneDescription
{
    internal required string Name { get; init; }

    internal required string Summary { get; init; }

    internal required string Licence { get; init; }

    internal required string Source { get; init; }

    internal required int FeatureCount { get; init; }

    internal required Preprocessing Preprocessing { get; init; }

    /// <summary>How the graph is made from the weights and which output is taken: part of the fingerprint.</summary>
    internal required string Graph { get; init; }

    /// <summary>What makes a vector of the network's output.</summary>
    internal FeaturePooling Pooling { get; init; }

    internal bool IsPaperBackbone { get; init; }

    /// <summary>The widths of the layers whose features follow each other; empty for one layer, or where it is not known.</summary>
    internal IReadOnlyList<int> Blocks { get; init; } = [];
}
