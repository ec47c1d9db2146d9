namespace Giqa.Features;

/// <summary>The layers that features come from: some have few features and some many, and each layer is one view of an image.</summary>
internal static class FeatureBlocks
{
    /// <summary>The widths of the layers, in their order; one block if they are unknown.</summary>
    /// <param name="backboneName">The backbone, or null if unknown.</param>
    /// <param name="columns">The features of an image.</param>
    internal static IReadOnlyList<int> Of(string? backboneName, int columns)
    {
        var description = backboneName is null ? null : BuiltInBackbones.Find(backboneName)?.Description ?? PulledBackbone.Find(backboneName)?.Description;
        var blocks = description?.Blocks ?? [];
        return blocks.Count > 0 && blocks.Sum() == columns ? blocks : [columns];
    }
}
